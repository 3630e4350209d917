package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;

/// Where the raw values come from, and come from again at every reload.
sealed interface RawSource {

  /// Reads all values. What cannot be read becomes an error.
  Reading read(Problems problems);

  /// What was read.
  ///
  /// @param files the configuration files, those that set nothing included
  /// @param values from weak to strong
  record Reading(List<String> files, List<RawValue> values) {}

  /// The usual case: sources, files, environment, arguments and overrides, from weak to strong.
  record Layers(
      ExternalSources sources,
      FileSet files,
      List<RawValue> environment,
      List<RawValue> arguments,
      List<RawValue> overrides,
      Registry registry,
      SecretFiles secretFiles,
      OldNames oldNames,
      UnknownKeyCheck check)
      implements RawSource {
    @Override
    public Reading read(Problems problems) {
      IniFile contents = contents(problems);
      List<RawValue> own = new ArrayList<>(oldNames.renewed(contents.values()));
      own.addAll(environment);
      own.addAll(arguments);
      own.addAll(overrides);
      ExternalSources.Reading external = sources.read(own, problems);
      check.report(contents, external.groups(), problems);
      List<RawValue> all = new ArrayList<>(oldNames.renewed(external.values()));
      all.addAll(own);
      List<RawValue> declared = secretFiles.read(all, registry, problems);
      oldNames.warnOfRemovals(declared);
      return new Reading(contents.files(), declared);
    }

    /// What a source wants to be told is known only when the source is found, so a program with
    /// sources wants everything.
    private IniFile contents(Problems problems) {
      IniFile contents = files.read(check.interest(registry), problems);
      return sources.areListed(contents.values())
          ? files.read(Interest.IN_EVERYTHING, problems)
          : contents;
    }
  }

  /// Values set by a test: there is nothing to read again.
  record Fixed(List<RawValue> values) implements RawSource {
    @Override
    public Reading read(Problems problems) {
      return new Reading(List.of(), values);
    }
  }

  /// A worker: its supervisor reads for it, so that all workers agree.
  record Supervisor() implements RawSource {
    @Override
    public Reading read(Problems problems) {
      throw new IllegalStateException(
          "a worker reads no files; its supervisor hands it a snapshot to prepare");
    }
  }
}
