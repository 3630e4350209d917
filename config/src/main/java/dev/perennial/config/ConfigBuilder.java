package dev.perennial.config;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
/// Values come, from strong to weak, from [#override], from arguments, from environment variables
/// `OS_GROUP__OPTION`, from files, from external sources ([ConfigSource]), from the default. Files
/// are the `--config-file` and `--config-dir` of the command line, or else `PROJECT.conf`,
/// `PROGRAM.conf` and the same with `.conf.d` behind, in `~/.PROJECT`, `~`, `/etc/PROJECT` and
/// `/etc`. Where [ConfigSnapshot#WORKER_VARIABLE] names this process, the program is a worker, and
/// the snapshot of its supervisor replaces files and arguments.
///
/// Not thread-safe. What it builds is.
public final class ConfigBuilder {
  private final String program;
  private final List<GroupSpec> alsoKnown = new ArrayList<>();
  private final List<RawValue> overrides = new ArrayList<>();
  private final List<ConfigSource<?>> sources = new ArrayList<>();
  private final Set<String> leftAlone = new HashSet<>();
  private boolean readsEnvironment = true;
  private boolean onlyChecks;
  private Optional<String> project = Optional.empty();
  private String version = "unknown version";
  private Registry registry = Registry.EMPTY;
  private UnknownKeys unknownKeys = UnknownKeys.WARN;
  private Map<String, String> environment = System.getenv();
  private Optional<DefaultFiles> defaultFiles = Optional.empty();
  private Consumer<String> warnings = new LoggedWarnings();

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
  @SuppressWarnings("varargs") // the array is only read
  public final ConfigBuilder groups(Class<? extends Record>... groups) {
    return groups(List.of(groups));
  }

  /// Registers records of options, such as those that a module lists for its users.
  ///
  /// @param groups records with [Group]
  /// @return this builder
  /// @throws IllegalArgumentException as for [#groups(Class...)]
  public ConfigBuilder groups(List<Class<? extends Record>> groups) {
    List<GroupSpec> specs = new ArrayList<>();
    for (Class<? extends Record> group : groups) {
      specs.add(GroupSpec.of(group));
    }
    registry = registry.with(specs);
    return this;
  }

  /// Registers a record for another section than that of its own [Group]. Several sections of one
  /// shape, such as the backends of a service, are registered one by one.
  ///
  /// @param section the section, in any letter case
  /// @param group a record with [Group]
  /// @return this builder
  /// @throws IllegalArgumentException as for [#groups(Class...)]
  public ConfigBuilder group(String section, Class<? extends Record> group) {
    return group(GroupSpec.of(group, section));
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

  /// Leaves sections alone whose keys no group declares, such as those of a library that reads the
  /// same files by itself.
  ///
  /// @param sections their names, in any letter case
  /// @return this builder
  public ConfigBuilder leaveAlone(String... sections) {
    for (String section : sections) {
      leftAlone.add(OptionKey.normalSection(section));
    }
    return this;
  }

  /// Gives an option of a registered group another default than its record declares, as a program
  /// does with options of a library.
  ///
  /// @param section the section, in any letter case
  /// @param option the name as in files
  /// @param text the default, as in files
  /// @return this builder
  /// @throws IllegalArgumentException if there is no such option or it does not accept the text
  public ConfigBuilder defaultOf(String section, String option, String text) {
    registry = registry.withDefault(OptionKey.of(section, option), text);
    return this;
  }

  /// Gives options of registered groups other defaults, such as those that an [OptionProvider] of
  /// the program tells its tools.
  ///
  /// @param changes the new defaults
  /// @return this builder
  /// @throws IllegalArgumentException as for [#defaultOf]
  public ConfigBuilder defaults(List<ChangedDefault> changes) {
    changes.forEach(change -> defaultOf(change.section(), change.option(), change.text()));
    return this;
  }

  /// Sets an option of a registered group, whatever arguments, environment and files say. Checked
  /// when the configuration is loaded.
  ///
  /// @param section the section, in any letter case
  /// @param option the name as in files
  /// @param text the value, as in files
  /// @return this builder
  /// @throws IllegalArgumentException if there is no such option
  public ConfigBuilder override(String section, String option, String text) {
    OptionKey key = registry.require(OptionKey.of(section, option)).key();
    overrides.add(new RawValue(key, text, new Origin.Code()));
    return this;
  }

  /// Adds a driver for external sources, besides those that `ServiceLoader` finds.
  ///
  /// @param source the driver
  /// @return this builder
  public ConfigBuilder source(ConfigSource<?> source) {
    sources.add(source);
    return this;
  }

  /// Says whether environment variables `OS_GROUP__OPTION` set options. Without it they do.
  ///
  /// @param read whether they do
  /// @return this builder
  public ConfigBuilder readEnvironment(boolean read) {
    readsEnvironment = read;
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

  ConfigBuilder group(GroupSpec group) {
    registry = registry.with(group);
    return this;
  }

  /// The program is not to run here: what only it can know is no error.
  ConfigBuilder onlyChecks() {
    onlyChecks = true;
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
    return start(args).orThrow();
  }

  /// Loads the configuration of a program that cannot do without. `--help` and `--version` are
  /// answered and end the program with status 0. Otherwise errors are printed, one line each, and
  /// end it with status 2 (command line) or 78 (configuration).
  ///
  /// An [OperatorMistake] that is thrown later and ends the calling thread, as by files of TLS that
  /// cannot be used, is printed and ends the program in the same way.
  ///
  /// @param args the arguments of `main`
  /// @return the configuration, complete and checked
  public Config loadOrExit(String[] args) {
    return start(args).orExit();
  }

  Startup start(String[] args) {
    try {
      String handedOver = environment.get(ConfigSnapshot.ENVIRONMENT_VARIABLE);
      return handedOver != null && ConfigSnapshot.isForThisProcess(environment)
          ? worker(handedOver, args)
          : fromFiles(args);
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
    Notices notices = new Notices(warnings);
    OldNames oldNames = new OldNames(registry, notices);
    for (Arguments.OldName used : arguments.oldNames()) {
      oldNames.warn(used.old(), used.present(), used.origin());
    }
    RawSource source = layers(arguments, oldNames, notices);
    int generation = ConfigSnapshot.FIRST_GENERATION;
    ConfigSnapshot snapshot = ConfigSnapshot.of(generation, source.read(problems));
    return ready(args, arguments, source, BoundSnapshot.of(registry, snapshot, problems));
  }

  /// Asks for a logger only when there is something to say.
  private static final class LoggedWarnings implements Consumer<String> {
    @Override
    public void accept(String line) {
      System.getLogger("dev.perennial.config").log(Level.WARNING, line);
    }
  }

  private RawSource layers(Arguments arguments, OldNames oldNames, Notices notices) {
    Environment variables =
        new Environment(registry, readsEnvironment ? environment : Map.of(), oldNames);
    List<GroupSpec> known = new ArrayList<>(registry.groups());
    known.addAll(alsoKnown);
    SecretFiles secrets =
        new SecretFiles(environment, onlyChecks ? Optional.of(notices) : Optional.empty());
    return new RawSource.Layers(
        new ExternalSources(sources, variables, secrets),
        files(arguments),
        variables.values(),
        arguments.values(),
        overrides,
        registry,
        secrets,
        oldNames,
        new UnknownKeyCheck(unknownKeys, known, leftAlone, variables, notices));
  }

  private FileSet files(Arguments arguments) {
    DefaultFiles places =
        defaultFiles.isPresent() ? defaultFiles.get() : DefaultFiles.of(environment);
    return new FileSet(places, project, program, arguments);
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
        new Config(
            program, List.of(args), arguments.masked(), registry, source, files(arguments), first));
  }
}
