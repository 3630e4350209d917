package dev.perennial.config;

import dev.perennial.config.json.JsonText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The options of some namespaces: what a sample shows and what files are checked against.
/// Immutable.
public final class OptionSelection {
  /// Below a file there are no files.
  private static final DefaultFiles NO_DEFAULT_FILES =
      new DefaultFiles(Path.of("/dev/null"), Path.of("/dev/null"), Map.of());

  private final Map<String, List<GroupSpec>> groups;

  /// @param groups by namespace, sorted
  OptionSelection(Map<String, List<GroupSpec>> groups) {
    this.groups = groups;
  }

  /// Writes a sample: every option with its help, its rules and its default.
  ///
  /// @param format which kind of file
  /// @param layout how
  /// @return the text of the file
  public String sample(SampleFormat format, SampleLayout layout) {
    SampleModel model = SampleModel.of(groups);
    return switch (format) {
      case INI -> IniSample.text(model, layout);
      case RST -> RstSample.text(model, layout);
      case JSON ->
          JsonText.of(
              SampleTree.of(model, format, layout, groups.keySet()), JsonText.Layout.INDENTED);
      case YAML -> YamlText.of(SampleTree.of(model, format, layout, groups.keySet()));
    };
  }

  /// {@return the options that say nothing about themselves, such as `[api] bind_port`}
  public List<String> withoutHelp() {
    return groups.values().stream()
        .flatMap(List::stream)
        .flatMap(group -> group.options().stream())
        .filter(option -> option.help().isBlank())
        .map(option -> option.key().toString())
        .distinct()
        .toList();
  }

  /// Rewrites a configuration file from names that these options had to those that they have.
  /// Nothing is written.
  ///
  /// @param file the file
  /// @return the file as it should be; with no steps, it is that already
  /// @throws ConfigException if the file cannot be read or understood
  /// @throws IllegalArgumentException if two records declare one option differently
  public Migration migration(Path file) {
    Problems problems = new Problems();
    Optional<String> text = TextFile.read(file, problems);
    problems.throwIfAny();
    List<GroupSpec> all = groups.values().stream().flatMap(List::stream).toList();
    return Migrator.migrate(Registry.of(all), file.toString(), text.orElseThrow());
  }

  /// Reads configuration files as a program with these options would, with the same code, and takes
  /// sections and keys that it would not know for errors. Neither default files nor the environment
  /// are looked at, but for the directory of credentials that systemd names there; without it,
  /// secrets that are credentials are warned of and not checked.
  ///
  /// @param arguments `--config-file=FILE` and `--config-dir=DIR`, in the order of reading
  /// @param leftAlone sections that belong to somebody else
  /// @return what is wrong, and what would be in force
  /// @throws IllegalArgumentException if two records declare one option differently
  public ConfigCheck check(List<String> arguments, List<String> leftAlone) {
    return check(arguments, leftAlone, Optional.ofNullable(System.getenv(SecretFiles.CREDENTIALS)));
  }

  ConfigCheck check(List<String> arguments, List<String> leftAlone, Optional<String> credentials) {
    List<String> warnings = new ArrayList<>();
    ConfigBuilder program =
        new ConfigBuilder("check")
            .readEnvironment(false)
            .environment(
                credentials
                    .map(directory -> Map.of(SecretFiles.CREDENTIALS, directory))
                    .orElse(Map.of()))
            .onlyChecks()
            .defaultFiles(NO_DEFAULT_FILES)
            .unknownKeys(UnknownKeys.ERROR)
            .leaveAlone(leftAlone.toArray(String[]::new))
            .warnings(warnings::add);
    groups.values().stream().flatMap(List::stream).forEach(program::group);
    return switch (program.start(arguments.toArray(String[]::new))) {
      case Startup.Ready(Config config) ->
          new ConfigCheck(List.of(), warnings, Optional.of(config));
      case Startup.Refused(_, List<ConfigError> errors) ->
          new ConfigCheck(errors, warnings, Optional.empty());
      case Startup.Answered _ -> throw new IllegalArgumentException("only files can be checked");
    };
  }
}
