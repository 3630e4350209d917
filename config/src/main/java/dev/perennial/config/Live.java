package dev.perennial.config;

/// A group of options that follows the configuration: what a part of the program keeps that lives
/// longer than one generation.
///
/// ```java
/// Live<Database> database = config.live(Database.class);
/// database.check((before, after) -> pool.requirePossible(after.maxPoolSize()));
/// database.onChange("pool", (before, after) -> pool.resize(after.maxPoolSize()));
/// int size = database.get().maxPoolSize();
/// ```
///
/// Thread-safe.
///
/// @param <R> the record of the group
public final class Live<R extends Record> {
  private final Config config;
  private final GroupKey<R> group;

  Live(Config config, GroupKey<R> group) {
    this.config = config;
    this.group = group;
  }

  /// {@return the values in force, which belong together} Reads one volatile reference: call it
  /// again for later values, and once for values that have to fit each other.
  public R get() {
    return config.record(group);
  }

  /// Adds a say in every later change of this group, before anything is switched.
  ///
  /// @param check refuses by throwing
  /// @return gives the say up
  public Subscription check(ChangeCheck<R> check) {
    return config.watchers().add(group, check);
  }

  /// Adds a say in every later preparation of a change, also when no value of this group is another
  /// one: for what a value only names, such as a file whose content may have changed.
  ///
  /// @param check refuses by throwing
  /// @return gives the say up
  public Subscription checkEvery(ChangeCheck<R> check) {
    return config.watchers().addForEvery(group, check);
  }

  /// {@return an error about the values in force that says where they were set} For what shows only
  /// when they are used, such as a file that does not exist.
  ///
  /// @param verdict what is wrong; [OptionConflict] names the options
  public ConfigException refusal(IllegalArgumentException verdict) {
    return config.refusal(group, verdict);
  }

  /// Adds a listener to every later change of this group. Adding the same object again is not
  /// another listener.
  ///
  /// @param name what a failure of the listener is reported under
  /// @param listener called when a value of the group is another one than before
  /// @return ends it
  public Subscription onChange(String name, ChangeListener<R> listener) {
    return config.watchers().add(group, name, listener);
  }

  @Override
  public String toString() {
    return "live " + group;
  }
}
