package dev.perennial.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// An option record, read once: its section and its options in the order of its components.
///
/// @param type the record
/// @param section the section in its normal letter case
/// @param title what lists of groups call it
/// @param help what its options are about
/// @param options all options, those of inline records included
/// @param construction makes the record
record GroupSpec(
    Class<? extends Record> type,
    String section,
    String title,
    String help,
    List<OptionSpec> options,
    RecordSpec construction) {

  /// A class never declares anything else, and reading it costs more than reading a long file.
  private static final ClassValue<GroupSpec> DECLARED =
      new ClassValue<>() {
        @Override
        protected GroupSpec computeValue(Class<?> type) {
          RecordAnnotations annotations = RecordAnnotations.of(type);
          String section = group(type, annotations).text("value");
          return of(type.asSubclass(Record.class), section, annotations);
        }
      };

  /// Reads the declaration, once. Whatever is wrong with it is the programmer's mistake.
  ///
  /// @throws IllegalArgumentException naming the record and what to change
  static GroupSpec of(Class<? extends Record> type) {
    return DECLARED.get(type);
  }

  /// The same options in another section.
  static GroupSpec of(Class<? extends Record> type, String name) {
    return of(type, name, RecordAnnotations.of(type));
  }

  private static GroupSpec of(
      Class<? extends Record> type, String name, RecordAnnotations annotations) {
    AnnotationValues group = group(type, annotations);
    String section = section(type, name);
    RecordSpec construction = RecordSpec.of(type, section, annotations);
    List<OptionSpec> options = new ArrayList<>();
    construction.addOptions(options);
    requireDifferent(type, options);
    String title = group.text("title").isEmpty() ? section + " options" : group.text("title");
    return new GroupSpec(
        type, section, title, group.text("help"), List.copyOf(options), construction);
  }

  private static AnnotationValues group(Class<?> type, RecordAnnotations annotations) {
    Optional<AnnotationValues> group = annotations.ofRecord(Group.class);
    if (group.isEmpty()) {
      throw new IllegalArgumentException(type.getName() + " has no @Group");
    }
    return group.get();
  }

  private static String section(Class<?> type, String name) {
    if (name.isBlank() || (name.equalsIgnoreCase(Group.DEFAULT) && !name.equals(Group.DEFAULT))) {
      throw new IllegalArgumentException(
          type.getName() + ": " + Quoted.of(name) + " is no section, write \"DEFAULT\"");
    }
    return OptionKey.normalSection(name);
  }

  private static void requireDifferent(Class<?> type, List<OptionSpec> options) {
    Set<OptionKey> seen = new HashSet<>();
    for (OptionSpec option : options) {
      if (!seen.add(option.key())) {
        throw new IllegalArgumentException(type.getName() + " declares " + option.key() + " twice");
      }
    }
  }

  GroupKey<?> key() {
    return new GroupKey<>(type, section);
  }

  /// The same group with other defaults, as far as it has these options.
  ///
  /// @throws IllegalArgumentException if an option does not accept its new default
  GroupSpec with(List<ChangedDefault> changes) {
    List<OptionSpec> changed = new ArrayList<>();
    for (OptionSpec option : options) {
      OptionSpec now = option;
      for (ChangedDefault change : changes) {
        now = change.key().equals(option.key()) ? now.withDefault(change.text()) : now;
      }
      changed.add(now);
    }
    return new GroupSpec(type, section, title, help, List.copyOf(changed), construction);
  }

  /// Calls the constructor.
  ///
  /// @throws RuntimeException whatever the constructor throws: its verdict about the values
  Record construct(Function<OptionSpec, Object> values) {
    return construction.construct(values);
  }
}
