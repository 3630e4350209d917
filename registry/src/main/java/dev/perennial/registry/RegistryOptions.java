package dev.perennial.registry;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import java.time.Duration;

/// When a service counts as down, and whether a new one gets work.
///
/// @param serviceDownTime age of the last heartbeat from which on a service is down
/// @param enableNewServices whether a service that was never seen before begins enabled
@Group(value = "DEFAULT", help = "The registry of services.")
public record RegistryOptions(
    @Opt(
            help =
                "Seconds since its last heartbeat after which a service counts as down. Should be a"
                    + " few times report_interval.",
            def = "60",
            mutable = true)
        @Range(min = 1)
        Duration serviceDownTime,
    @Opt(
            help = "Whether a service that reports for the first time is enabled.",
            def = "true",
            mutable = true)
        boolean enableNewServices) {}
