package dev.perennial.config;

import java.util.List;

/// A command line, understood: which files it names, which options it sets, and the same arguments
/// again as they may be shown.
record Arguments(
    List<FileArgument> files,
    List<RawValue> values,
    List<String> masked,
    boolean help,
    boolean version) {

  /// A `--config-file` or `--config-dir`, in the order of the line.
  record FileArgument(boolean directory, String path, Origin origin) {}

  boolean names(boolean directory) {
    return files.stream().anyMatch(file -> file.directory() == directory);
  }
}
