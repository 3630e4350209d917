package dev.perennial.config;

import java.util.List;
import java.util.stream.Stream;

/// Where the raw values come from, and come from again at every reload.
sealed interface RawSource {

  /// Reads all values, from weak to strong. What cannot be read becomes an error.
  List<RawValue> read(Problems problems);

  /// The usual case: files, then arguments on top.
  record FilesAndArguments(FileSet files, Arguments arguments, UnknownKeyCheck check)
      implements RawSource {
    @Override
    public List<RawValue> read(Problems problems) {
      IniFile contents = files.read(problems);
      check.report(contents, problems);
      return Stream.concat(contents.values().stream(), arguments.values().stream()).toList();
    }
  }

  /// Values set by a test: there is nothing to read again.
  record Fixed(List<RawValue> values) implements RawSource {
    @Override
    public List<RawValue> read(Problems problems) {
      return values;
    }
  }

  /// A worker: its supervisor reads for it, so that all workers agree.
  record Supervisor() implements RawSource {
    @Override
    public List<RawValue> read(Problems problems) {
      throw new IllegalStateException(
          "a worker reads no files; its supervisor hands it a snapshot to prepare");
    }
  }
}
