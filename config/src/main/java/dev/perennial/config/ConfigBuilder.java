package dev.perennial.config;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Describes what a program can be told, then loads what it is told.
///
/// ```java
/// Config config =
///     Config.program("orchestrator-api")
///         .project("orchestrator")
///         .version("1.0")
///         .groups(Api.class, Database.class)
///         .loadOrExit(args);
/// ```
///
/// Values come, from strong to weak, from arguments, from files, from the declared default. Files
/// are the `--config-file` and `--config-dir` of the command line, or else `PROJECT.conf`,
/// `PROGRAM.conf` and the same with `.conf.d` behind, in `~/.PROJECT`, `~`, `/etc/PROJECT` and
/// `/etc`. Where [ConfigSnapshot#ENVIRONMENT_VARIABLE] is set, the program is a worker, and the
/// snapshot of its supervisor replaces files and arguments.
///
/// Not thread-safe. What it builds is.
public final class ConfigBuilder {
  private static final System.Logger LOGGER = System.getLogger("dev.perennial.config");

  private final String program;
  private final List<GroupSpec> alsoKnown = new ArrayList<>();
  private Optional<String> project = Optional.empty();
  private String version = "unknown version";
  private Registry registry = Registry.EMPTY;
  private UnknownKeys unknownKeys = UnknownKeys.WARN;
  private Map<String, String> environment = System.getenv();
  private Optional<DefaultFiles> defaultFiles = Optional.empty();
  private Consumer<String> warnings = line -> LOGGER.log(Level.WARNING, line);

  ConfigBuilder(String program) {
    this.program = program;
  }

  /// Names the project that several programs belong to, and thereby their common file,
  /// `PROJECT.conf`. Without it a program has only its own.
  ///
  /// @param name the name of the project
  /// @return this builder
  public ConfigBuilder project(String name) {
    project = Optional.of(name);
    return this;
  }

  /// Sets what `--version` prints. Without it, that the version is unknown.
  ///
  /// @param text the version
  /// @return this builder
  public ConfigBuilder version(String text) {
    version = text;
    return this;
  }

  /// Registers groups. May be called again for more.
  ///
  /// @param groups records with [Group]
  /// @return this builder
  /// @throws IllegalArgumentException if a record is declared wrongly, or declares an option
  ///   otherwise than another record does
  @SafeVarargs
  public final ConfigBuilder groups(Class<? extends Record>... groups) {
    for (Class<? extends Record> group : groups) {
      registry = registry.with(GroupSpec.of(group));
    }
    return this;
  }

  /// Names groups of other programs that use the same files, so that their keys are not unknown
  /// here. They cannot be read.
  ///
  /// @param groups records with [Group]
  /// @return this builder
  @SafeVarargs
  public final ConfigBuilder alsoKnown(Class<? extends Record>... groups) {
    for (Class<? extends Record> group : groups) {
      alsoKnown.add(GroupSpec.of(group));
    }
    return this;
  }

  /// Says what happens to keys that no group declares. Without it, they are logged.
  ///
  /// @param mode what to do
  /// @return this builder
  public ConfigBuilder unknownKeys(UnknownKeys mode) {
    unknownKeys = mode;
    return this;
  }

  ConfigBuilder environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  ConfigBuilder defaultFiles(DefaultFiles places) {
    defaultFiles = Optional.of(places);
    return this;
  }

  ConfigBuilder warnings(Consumer<String> sink) {
    warnings = sink;
    return this;
  }

  /// Loads the configuration.
  ///
  /// @param args the arguments of `main`
  /// @return the configuration, complete and checked
  /// @throws ConfigException with all errors at once. `--help` and `--version` count as errors
  ///   here, because only [#loadOrExit] can answer them.
  /// @throws IllegalArgumentException if two options would have the same argument
  public Config load(String[] args) {
    return switch (start(args)) {
      case Startup.Ready(Config config) -> config;
      case Startup.Refused(_, List<ConfigError> errors) -> throw new ConfigException(errors);
      case Startup.Answered _ -> throw new ConfigException(List.of(onlyOnExit()));
    };
  }

  private static ConfigError onlyOnExit() {
    return new ConfigError(
        ConfigError.Kind.USAGE, Optional.empty(), "--help and --version are not answered here", "");
  }

  /// Loads the configuration of a program that cannot do without. `--help` and `--version` are
  /// answered and end the program with status 0. Otherwise errors are printed, one line each, and
  /// end it with status 2 (command line) or 78 (configuration).
  ///
  /// @param args the arguments of `main`
  /// @return the configuration, complete and checked
  public Config loadOrExit(String[] args) {
    switch (start(args)) {
      case Startup.Ready(Config config) -> {
        return config;
      }
      case Startup.Answered(String text) -> {
        System.out.println(text.stripTrailing());
        System.exit(0);
      }
      case Startup.Refused(int status, List<ConfigError> errors) -> {
        errors.forEach(System.err::println);
        System.exit(status);
      }
    }
    throw new IllegalStateException("the program is ending");
  }

  Startup start(String[] args) {
    try {
      Optional<String> handedOver =
          Optional.ofNullable(environment.get(ConfigSnapshot.ENVIRONMENT_VARIABLE));
      return handedOver.isPresent() ? worker(handedOver.get(), args) : fromFiles(args);
    } catch (ConfigException e) {
      return new Startup.Refused(e.exitStatus(), e.errors());
    }
  }

  private Startup fromFiles(String[] args) {
    Problems problems = new Problems();
    Arguments arguments = ArgumentParser.parse(args, Flags.of(registry), problems);
    if (arguments.help()) {
      return new Startup.Answered(Usage.text(program, registry));
    }
    if (arguments.version()) {
      return new Startup.Answered(program + " " + version);
    }
    RawSource source = new RawSource.FilesAndArguments(files(arguments), arguments, check());
    int generation = ConfigSnapshot.FIRST_GENERATION;
    ConfigSnapshot snapshot = new ConfigSnapshot(generation, source.read(problems));
    return ready(args, arguments, source, BoundSnapshot.of(registry, snapshot, problems));
  }

  private FileSet files(Arguments arguments) {
    DefaultFiles places = defaultFiles.orElseGet(() -> DefaultFiles.of(environment));
    return new FileSet(places, project, program, arguments);
  }

  private UnknownKeyCheck check() {
    List<GroupSpec> known = new ArrayList<>(registry.groups());
    known.addAll(alsoKnown);
    return new UnknownKeyCheck(unknownKeys, known, warnings);
  }

  private Startup worker(String path, String[] args) {
    ConfigSnapshot snapshot = SnapshotFile.read(path);
    // The arguments were the supervisor's to judge; here they are only kept for the listing.
    Arguments arguments = ArgumentParser.parse(args, Flags.of(registry), new Problems());
    BoundSnapshot first = BoundSnapshot.of(registry, snapshot, new Problems());
    return ready(args, arguments, new RawSource.Supervisor(), first);
  }

  private Startup ready(String[] args, Arguments arguments, RawSource source, BoundSnapshot first) {
    return new Startup.Ready(
        new Config(program, List.of(args), arguments.masked(), registry, source, first));
  }
}
