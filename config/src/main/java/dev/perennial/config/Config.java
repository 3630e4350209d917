package dev.perennial.config;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// The configuration of a running program: an immutable snapshot that can be exchanged.
///
/// ```java
/// Config config = Config.program("orchestrator-api").groups(Api.class).loadOrExit(args);
/// Api api = config.get(Api.class);
/// ```
///
/// A record is read as a whole, so its values belong together; call [#get] again to see later ones.
/// Exchanging takes two steps, because a supervisor must keep the old configuration until workers
/// run on the new one:
///
/// ```
///            prepareReload, prepareMutate, prepare
/// current ──────────────────────────────────────────▶ Candidate (checked; current unchanged)
///    ▲         ConfigException: all errors, unchanged      │
///    └─────────────────────── commit ──────────────────────┘
///                    refused when current is no longer the one it was prepared against
/// ```
///
/// Thread-safe, without locks.
public final class Config {
  private final String programName;
  private final List<String> arguments;
  private final List<String> shownArguments;
  private final Registry registry;
  private final RawSource source;

  /// The whole state. Readers see the old value or the new one, and everything reachable from
  /// either is immutable.
  private final AtomicReference<BoundSnapshot> current;

  Config(
      String programName,
      List<String> arguments,
      List<String> shownArguments,
      Registry registry,
      RawSource source,
      BoundSnapshot first) {
    this.programName = programName;
    this.arguments = arguments;
    this.shownArguments = shownArguments;
    this.registry = registry;
    this.source = source;
    this.current = new AtomicReference<>(first);
  }

  /// Begins to describe a program.
  ///
  /// @param name the name of the program, which is also that of its own file, `NAME.conf`
  /// @return a builder
  public static ConfigBuilder program(String name) {
    return new ConfigBuilder(name);
  }

  /// Begins a configuration for a test, without files and arguments.
  ///
  /// @param groups the records to register
  /// @return a builder
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static TestingConfigBuilder forTesting(Class<? extends Record>... groups) {
    return new TestingConfigBuilder(List.of(groups));
  }

  /// {@return the current values of a group}
  ///
  /// @param group a registered record
  /// @param <R> the record
  /// @throws IllegalArgumentException if the program did not register it
  public <R extends Record> R get(Class<R> group) {
    Record bound = current.get().records().get(group);
    if (bound == null) {
      throw new IllegalArgumentException(
          group.getName() + " is not registered: pass it to groups(...) before loading");
    }
    return group.cast(bound);
  }

  /// {@return what is in force now}
  public ConfigSnapshot snapshot() {
    return current.get().snapshot();
  }

  /// {@return the name given to [#program]}
  public String programName() {
    return programName;
  }

  /// {@return the arguments as they were given} They may contain secrets.
  public List<String> arguments() {
    return arguments;
  }

  /// {@return where the current value of an option came from}
  ///
  /// @param section the section, in any letter case
  /// @param option the name as in files
  /// @throws IllegalArgumentException if there is no such option
  public Origin origin(String section, String option) {
    OptionKey key = registry.require(OptionKey.of(section, option)).key();
    Effective value = current.get().values().get(key);
    if (value == null) {
      throw new IllegalStateException("registered but not bound: " + key);
    }
    return value.origin();
  }

  /// {@return every option with its value and origin, a line each, under a header} Secrets are four
  /// stars, in the arguments too.
  public List<String> describe() {
    return new OptionDump(programName, shownArguments, current.get()).lines();
  }

  /// Logs what [#describe()] returns.
  ///
  /// @param logger where to
  /// @param level how loud
  public void logOptions(Logger logger, Level level) {
    describe().forEach(line -> logger.log(level, line));
  }

  /// Reads the files again, with the arguments of the start. Nothing changes before [#commit].
  ///
  /// @return the configuration to commit; its generation is one more than the current
  /// @throws ConfigException with all errors, if the files cannot be used
  /// @throws IllegalStateException in a worker, which gets its snapshots by [#prepare]
  public Candidate prepareReload() {
    BoundSnapshot base = current.get();
    Problems problems = new Problems();
    ConfigSnapshot read = reread(base, problems);
    return candidate(base, read, List.of(), problems);
  }

  /// Reads the files again, like [#prepareReload()], but takes over mutable options only. Immutable
  /// ones keep their values; those that differ in the files are listed as ignored.
  ///
  /// @return the configuration to commit; its generation is one more than the current
  /// @throws ConfigException with all errors, if the files cannot be used
  /// @throws IllegalStateException in a worker, which gets its snapshots by [#prepare]
  public Candidate prepareMutate() {
    BoundSnapshot base = current.get();
    Problems problems = new Problems();
    ConfigSnapshot read = reread(base, problems);
    // Immutable options are checked as well: a file that cannot be loaded next time is no success.
    Map<OptionKey, Effective> wanted = Resolver.resolve(registry, read, problems);
    List<ConfigChange.Change> ignored = base.differences(wanted, option -> !option.mutable());
    return candidate(base, base.snapshot().mutatedBy(read, registry), ignored, problems);
  }

  /// Checks a snapshot that the supervisor of this worker has handed over.
  ///
  /// @param snapshot the snapshot to take over, with its generation
  /// @return the configuration to commit
  /// @throws ConfigException with all errors, if this program cannot use the snapshot
  public Candidate prepare(ConfigSnapshot snapshot) {
    return candidate(current.get(), snapshot, List.of(), new Problems());
  }

  private ConfigSnapshot reread(BoundSnapshot base, Problems problems) {
    int generation = base.snapshot().generation() + 1;
    return new ConfigSnapshot(generation, source.read(problems));
  }

  private Candidate candidate(
      BoundSnapshot base,
      ConfigSnapshot snapshot,
      List<ConfigChange.Change> ignored,
      Problems problems) {
    BoundSnapshot next = BoundSnapshot.of(registry, snapshot, problems);
    return new Candidate(base, next, base.changeTo(next, ignored));
  }

  /// Puts a prepared configuration in force.
  ///
  /// @param candidate what one of the prepare methods of this object returned
  /// @throws IllegalStateException if another candidate was committed since
  public void commit(Candidate candidate) {
    if (!current.compareAndSet(candidate.base(), candidate.next())) {
      throw new IllegalStateException(
          "prepared against generation %d, but %d is in force: prepare again"
              .formatted(candidate.base().snapshot().generation(), snapshot().generation()));
    }
  }
}
