package dev.perennial.config;

/// Makes one record of options for a test, by the same rules as from files: defaults, types, rules
/// and the constructor.
///
/// ```java
/// Database database = Config.of(Database.class).set("connection", "x").set("max", "9").build();
/// ```
///
/// Not thread-safe.
///
/// @param <R> the record
public final class GroupBuilder<R extends Record> {
  private final Class<R> group;
  private final String section;
  private final TestingConfigBuilder config;

  GroupBuilder(Class<R> group) {
    GroupSpec spec = GroupSpec.of(group);
    this.group = group;
    this.section = spec.section();
    this.config = new TestingConfigBuilder(spec);
  }

  /// Sets an option. Setting it again replaces the value, or adds one where keys are repeated.
  ///
  /// @param option the name as in files
  /// @param text the text as in files
  /// @return this builder
  /// @throws IllegalArgumentException if the group has no such option
  public GroupBuilder<R> set(String option, String text) {
    config.set(section, option, text);
    return this;
  }

  /// {@return the record}
  ///
  /// @throws ConfigException with all errors, as from files
  public R build() {
    return config.build().get(group);
  }
}
