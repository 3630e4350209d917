package dev.perennial.config;

/// A registered group: a record, and the section that it stands in. One record may stand in several
/// sections.
record GroupKey<R extends Record>(Class<R> type, String section) {

  /// The record in the section of its own [Group].
  static <R extends Record> GroupKey<R> of(Class<R> type) {
    return new GroupKey<>(type, GroupSpec.of(type).section());
  }

  static <R extends Record> GroupKey<R> of(Class<R> type, String section) {
    return new GroupKey<>(type, OptionKey.normalSection(section));
  }

  // Written out because the compiler's own would cost every start some milliseconds.
  @Override
  public boolean equals(Object other) {
    return other instanceof GroupKey<?> key && key.type == type && key.section.equals(section);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + section.hashCode();
  }

  @Override
  public String toString() {
    return type.getName() + " in [" + section + "]";
  }
}
