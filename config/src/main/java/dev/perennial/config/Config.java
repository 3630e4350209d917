package dev.perennial.config;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The configuration of a running program: an immutable snapshot that can be exchanged.
///
/// ```java
/// Config config = Config.program("orchestrator-api").groups(Api.class).loadOrExit(args);
/// Api api = config.get(Api.class);
/// ```
///
/// A record is read as a whole, so its values belong together; call [#get] again to see later ones,
/// or keep a [Live]. [#mutate()] and [#reload()] read the files again and exchange the snapshot in
/// one step. A launcher takes two, because it must keep the old configuration until all processes
/// can run on the new one:
///
/// ```
///            prepareReload, prepareMutate, prepare
/// current ──────────────────────────────────────────▶ Candidate (checked; current unchanged)
///    ▲         ConfigException: all errors, unchanged      │
///    └──── commit: one volatile write, then listeners ─────┘
///                    refused when current is no longer the one it was prepared against
/// ```
///
/// Thread-safe. Readers take no lock and never wait. Exchanges come one after the other, and so do
/// the listeners that they call.
public final class Config {
  private final String programName;
  private final List<String> arguments;
  private final List<String> shownArguments;
  private final Registry registry;
  private final RawSource source;
  private final Function<String, Optional<Path>> finder;

  private final Watchers watchers;

  /// The whole state.
  private final SnapshotExchange exchange;

  Config(
      String programName,
      List<String> arguments,
      List<String> shownArguments,
      Registry registry,
      RawSource source,
      Function<String, Optional<Path>> finder,
      BoundSnapshot first) {
    this.programName = programName;
    this.arguments = arguments;
    this.shownArguments = shownArguments;
    this.registry = registry;
    this.source = source;
    this.finder = finder;
    this.watchers = new Watchers(registry);
    this.exchange = new SnapshotExchange(first, watchers);
  }

  /// Begins to describe a program.
  ///
  /// @param name the name of the program, which is also that of its own file, `NAME.conf`
  /// @return a builder
  public static ConfigBuilder program(String name) {
    return new ConfigBuilder(name);
  }

  /// Begins a single group for a test: its declared defaults, and what the test sets.
  ///
  /// @param group a record with [Group]
  /// @param <R> the record
  /// @return a builder of the record
  /// @throws IllegalArgumentException if the record is declared wrongly
  public static <R extends Record> GroupBuilder<R> of(Class<R> group) {
    return new GroupBuilder<>(group);
  }

  /// Begins a configuration for a test, without files and arguments.
  ///
  /// @param groups the records to register
  /// @return a builder
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static TestingConfigBuilder forTesting(Class<? extends Record>... groups) {
    return forTesting(List.of(groups));
  }

  /// Begins a configuration for a test, without files and arguments.
  ///
  /// @param groups the records to register, such as those that a module lists for its users
  /// @return a builder
  public static TestingConfigBuilder forTesting(List<Class<? extends Record>> groups) {
    return new TestingConfigBuilder(groups);
  }

  /// {@return the current values of a group}
  ///
  /// @param group a registered record
  /// @param <R> the record
  /// @throws IllegalArgumentException if the program did not register it
  public <R extends Record> R get(Class<R> group) {
    return record(GroupKey.of(group));
  }

  /// {@return the current values of a group that was registered for a section of its own}
  ///
  /// @param section the section, in any letter case
  /// @param group the record
  /// @param <R> the record
  /// @throws IllegalArgumentException if the program did not register it for that section
  public <R extends Record> R get(String section, Class<R> group) {
    return record(GroupKey.of(group, section));
  }

  <R extends Record> R record(GroupKey<R> group) {
    return current().record(group);
  }

  /// {@return whether the program registered a group, for any section}
  ///
  /// @param group a record with [Group]
  public boolean has(Class<? extends Record> group) {
    return registry.has(group);
  }

  /// {@return a group that follows every later change}
  ///
  /// @param group a registered record
  /// @param <R> the record
  /// @throws IllegalArgumentException if the program did not register it
  public <R extends Record> Live<R> live(Class<R> group) {
    return live(GroupKey.of(group));
  }

  /// {@return a group that was registered for a section of its own, and follows every later change}
  ///
  /// @param section the section, in any letter case
  /// @param group the record
  /// @param <R> the record
  /// @throws IllegalArgumentException if the program did not register it for that section
  public <R extends Record> Live<R> live(String section, Class<R> group) {
    return live(GroupKey.of(group, section));
  }

  private <R extends Record> Live<R> live(GroupKey<R> group) {
    current().record(group);
    return new Live<>(this, group);
  }

  private BoundSnapshot current() {
    return exchange.current();
  }

  Watchers watchers() {
    return watchers;
  }

  /// Adds a say in every later preparation of a change, with all that would follow in view: for
  /// what depends on several groups. For one group there is [Live#checkEvery].
  ///
  /// @param check is given what would be in force; refuses by throwing, best a [Live#refusal] of
  ///   that
  /// @return gives the say up
  public Subscription checkEvery(Consumer<Config> check) {
    return watchers.add(check);
  }

  /// Adds a say in every later reload, like [#checkEvery] but not in a mutation: for what is made
  /// anew in a reload only.
  ///
  /// @param check is given what would be in force; refuses by throwing
  /// @return gives the say up
  public Subscription checkReloads(Consumer<Config> check) {
    return watchers.addForReloads(check);
  }

  ConfigException refusal(GroupKey<?> group, IllegalArgumentException verdict) {
    GroupSpec spec = registry.find(group).orElseThrow();
    Map<OptionKey, Effective> values = current().values();
    SecretTexts secrets = SecretTexts.of(values.values());
    return new ConfigException(List.of(Binder.refusal(spec, values, verdict, secrets)));
  }

  /// {@return what is in force now}
  public ConfigSnapshot snapshot() {
    return current().snapshot();
  }

  /// {@return the name given to [#program]}
  public String programName() {
    return programName;
  }

  /// {@return the arguments as they were given} They may contain secrets.
  public List<String> arguments() {
    return arguments;
  }

  /// {@return a file of the program that is not configuration itself, or nothing} Searched in the
  /// directories of `--config-dir`, then beside the configuration files, the last of them first,
  /// then where configuration files are looked for by default. A path that is absolute is only
  /// looked at. Found anew at each call, in a worker too.
  ///
  /// @param name a file name, or a path below one of those directories
  public Optional<Path> findFile(String name) {
    return finder.apply(name);
  }

  /// {@return where the current value of an option came from}
  ///
  /// @param section the section, in any letter case
  /// @param option the name as in files
  /// @throws IllegalArgumentException if there is no such option
  public Origin origin(String section, String option) {
    OptionKey key = registry.require(OptionKey.of(section, option)).key();
    Effective value = current().values().get(key);
    if (value == null) {
      throw new IllegalStateException("registered but not bound: " + key);
    }
    return value.origin();
  }

  /// {@return every option with its value, its origin and what that hides} `[DEFAULT]` first, then
  /// by section and name. Secrets are four stars.
  public List<OptionState> options() {
    BoundSnapshot bound = current();
    return bound.values().values().stream()
        .map(value -> OptionState.of(value, bound.snapshot()))
        .sorted(OptionState.ORDER)
        .toList();
  }

  /// {@return the options that have other values in another configuration of the same groups}
  ///
  /// @param other the configuration to change to
  public List<ConfigChange.Change> differencesTo(Config other) {
    return current().changeTo(other.current(), Map.of()).changes();
  }

  /// {@return a text in which the values of secret options are four stars} For what others wrote,
  /// such as the answer of a library, before it is shown. A default is no secret.
  ///
  /// @param text any text
  public String masked(String text) {
    return SecretTexts.of(current().values().values()).maskedIn(text);
  }

  /// {@return every option with its value and origin, a line each, under a header} Secrets are four
  /// stars, in the arguments too.
  public List<String> describe() {
    return new OptionDump(programName, shownArguments, current()).lines();
  }

  /// {@return what hides secrets in texts that others wrote, such as log records} Every value of a
  /// secret option that somebody set becomes four stars, as it is in force when the text comes. A
  /// value of less than four characters stays: it would take harmless texts apart. For any thread.
  public UnaryOperator<String> secretMask() {
    return new SecretMask(exchange::current);
  }

  /// Logs what [#describe()] returns.
  ///
  /// @param logger where to
  /// @param level how loud
  public void logOptions(Logger logger, Level level) {
    describe().forEach(line -> logger.log(level, line));
  }

  /// Reads the files again and puts in force what they say of mutable options, at once and
  /// completely, or not at all. This is what SIGHUP means to a program that is not restarted.
  ///
  /// @return what has changed, or why nothing has
  /// @throws IllegalStateException in a worker, whose supervisor does this for it, or in a listener
  public ChangeResult mutate() {
    return exchange.prepareAndCommit(this::prepareMutate);
  }

  /// Reads the files again and puts in force what they say of all options, at once and completely,
  /// or not at all. What was made from immutable options has to be made again by the caller.
  ///
  /// @return what has changed, or why nothing has
  /// @throws IllegalStateException in a worker, whose supervisor does this for it, or in a listener
  public ChangeResult reload() {
    return exchange.prepareAndCommit(this::prepareReload);
  }

  /// Reads the files again, with the arguments of the start. Nothing changes before [#commit].
  ///
  /// @return the configuration to commit; its generation is one more than the current
  /// @throws ConfigException with all errors, if the files cannot be used
  /// @throws IllegalStateException in a worker, which gets its snapshots by [#prepare]
  public Candidate prepareReload() {
    BoundSnapshot base = current();
    Problems problems = new Problems();
    BoundSnapshot next = BoundSnapshot.of(registry, reread(base, problems), problems);
    watchers.askOfReload(withNothingBut(next), problems);
    return candidate(base, next, Map.of(), problems);
  }

  /// Reads the files again, like [#prepareReload()], but takes over mutable options only. Immutable
  /// ones keep their values; those that differ in the files are listed as ignored.
  ///
  /// @return the configuration to commit; its generation is one more than the current
  /// @throws ConfigException with all errors, if the files cannot be used
  /// @throws IllegalStateException in a worker, which gets its snapshots by [#prepare]
  public Candidate prepareMutate() {
    BoundSnapshot base = current();
    Problems problems = new Problems();
    ConfigSnapshot read = reread(base, problems);
    // All of it, records of immutable options included: a file that cannot be loaded next time is
    // no success.
    BoundSnapshot loaded = BoundSnapshot.of(registry, read, problems);
    ConfigSnapshot mixed = base.snapshot().mutatedBy(read, registry);
    BoundSnapshot next = base.mutatedTo(registry, mixed, problems);
    return candidate(base, next, loaded.immutable(), problems);
  }

  /// Checks a snapshot that the supervisor of this worker has handed over.
  ///
  /// @param snapshot the snapshot to take over, with its generation
  /// @return the configuration to commit
  /// @throws ConfigException with all errors, if this program cannot use the snapshot
  public Candidate prepare(ConfigSnapshot snapshot) {
    return prepare(current(), snapshot);
  }

  private Candidate prepare(BoundSnapshot base, ConfigSnapshot snapshot) {
    Problems problems = new Problems();
    return candidate(base, base.mutatedTo(registry, snapshot, problems), Map.of(), problems);
  }

  /// Sets one option by code, stronger than all other layers, and nothing else. The next reload
  /// knows nothing of it.
  ///
  /// @param section the section, in any letter case
  /// @param option the name as in files
  /// @param texts the value as in files; several, or none, for an option with repeated keys
  /// @return the configuration to commit; its generation is one more than the current
  /// @throws ConfigException with all errors, if the value or its group cannot be used
  /// @throws IllegalArgumentException if there is no such option, or several texts for one value
  public Candidate prepareOverride(String section, String option, String... texts) {
    OptionSpec spec = registry.require(OptionKey.of(section, option));
    if (texts.length != 1 && !spec.isMulti()) {
      throw new IllegalArgumentException(spec.key() + " takes one value, not " + texts.length);
    }
    BoundSnapshot base = current();
    return prepare(base, base.snapshot().overriding(spec.key(), List.of(texts)));
  }

  private ConfigSnapshot reread(BoundSnapshot base, Problems problems) {
    int generation = base.snapshot().generation() + 1;
    return ConfigSnapshot.of(generation, source.read(problems));
  }

  private Candidate candidate(
      BoundSnapshot base, BoundSnapshot next, Map<OptionKey, Effective> fixed, Problems problems) {
    watchers.ask(base, next, problems);
    watchers.ask(withNothingBut(next), problems);
    problems.throwIfAny();
    Map<OptionKey, Effective> ignored = base.differing(fixed);
    return new Candidate(base, next, base.changeTo(next, ignored), ignored);
  }

  private Config withNothingBut(BoundSnapshot next) {
    return new Config(programName, arguments, shownArguments, registry, source, finder, next);
  }

  /// Puts a prepared configuration in force, and tells the listeners of every group that changed.
  ///
  /// @param candidate what one of the prepare methods of this object returned
  /// @return what has changed, and which listeners could not follow
  /// @throws IllegalStateException if another candidate was committed since, or in a listener
  public Mutated commit(Candidate candidate) {
    return exchange.commit(candidate);
  }
}
