package dev.perennial.cli;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import dev.perennial.config.SampleFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What `perennial config sample` can be told by a file, so that a project keeps the list of its
/// namespaces under version control. The keys are those that OpenStack's projects have in theirs.
///
/// @param namespace which options
/// @param outputFile where to write
/// @param wrapWidth of help
/// @param minimal required options only
/// @param summarize first paragraphs only
/// @param format which kind of file
@Group(help = "How to write a sample.")
record SampleOptions(
    @Opt(help = "Options to show.", multi = true) List<String> namespace,
    @Opt(help = "File to write instead of the standard output.") Optional<Path> outputFile,
    @Opt(help = "Length at which help is wrapped; 0 wraps nothing.", def = "70") @Range(min = 0)
        int wrapWidth,
    @Opt(help = "Show required options only.", def = "false") boolean minimal,
    @Opt(help = "Show the first paragraph of each help only.", def = "false") boolean summarize,
    @Opt(help = "Which kind of file.", def = "ini") SampleFormat format) {}
