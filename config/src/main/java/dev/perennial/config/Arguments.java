package dev.perennial.config;

import java.util.List;

/// A command line, understood: which files it names, which options it sets, and the same arguments
/// again as they may be shown.
record Arguments(
    List<FileArgument> files,
    List<RawValue> values,
    List<OldName> oldNames,
    List<String> masked,
    boolean help,
    boolean version) {

  /// A `--config-file` or `--config-dir`, in the order of the line.
  record FileArgument(boolean directory, String path, Origin origin) {}

  /// An option that was called by a name of the past.
  record OldName(OptionKey old, OptionKey present, Origin origin) {}

  boolean names(boolean directory) {
    for (FileArgument file : files) {
      if (file.directory() == directory) {
        return true;
      }
    }
    return false;
  }
}
