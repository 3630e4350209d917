package dev.perennial.http;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;

/// Where pipelines are described.
///
/// @param apiPasteConfig a file name or a path
@Group(value = "DEFAULT")
public record PasteOptions(
    @Opt(
            help =
                "File that says of which filters and applications the API is made, in the format of"
                    + " PasteDeploy. Looked for beside the configuration files unless it is an"
                    + " absolute path.",
            def = "api-paste.ini")
        String apiPasteConfig) {}
