package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the raw values come from, and come from again at every reload.
sealed interface RawSource {

  /// Reads all values, from weak to strong. What cannot be read becomes an error.
  List<RawValue> read(Problems problems);

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
    public List<RawValue> read(Problems problems) {
      IniFile contents = contents(problems);
      List<RawValue> own = new ArrayList<>(oldNames.renewed(contents.values()));
      own.addAll(environment);
      own.addAll(arguments);
      own.addAll(overrides);
      ExternalSources.Reading external = sources.read(own, problems);
      check.report(contents, external.groups(), problems);
      List<RawValue> declared = new ArrayList<>();
      addDeclared(oldNames.renewed(external.values()), declared, problems);
      addDeclared(own, declared, problems);
      oldNames.warnOfRemovals(declared);
      return declared;
    }

    /// What a source wants to be told is known only when the source is found, so a program with
    /// sources wants everything.
    private IniFile contents(Problems problems) {
      IniFile contents = files.read(check.interest(registry), problems);
      return sources.areListed(contents.values())
          ? files.read(Interest.IN_EVERYTHING, problems)
          : contents;
    }

    /// What no option of this program takes goes no further: it may be a secret of another program
    /// that uses the same files, and may be most of them.
    private void addDeclared(List<RawValue> values, List<RawValue> declared, Problems problems) {
      for (RawValue value : values) {
        Optional<OptionSpec> option = registry.option(value.key());
        if (option.isPresent()) {
          declared.add(option.get().secret() ? secretFiles.read(value, problems) : value);
        }
      }
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
