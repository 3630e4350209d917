package dev.perennial.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An option record, read once: its section, its options in the order of its components, and the
/// constructor that takes their values.
record GroupSpec(
    Class<? extends Record> type,
    String section,
    String help,
    List<OptionSpec> options,
    Constructor<? extends Record> constructor) {

  /// Reads the declaration. Whatever is wrong with it is the programmer's mistake.
  ///
  /// @throws IllegalArgumentException naming the record and what to change
  static GroupSpec of(Class<? extends Record> type) {
    Group group = type.getAnnotation(Group.class);
    if (group == null) {
      throw new IllegalArgumentException(type.getName() + " has no @Group");
    }
    String section = section(type, group.value());
    return new GroupSpec(type, section, group.help(), options(type, section), constructor(type));
  }

  private static String section(Class<?> type, String name) {
    if (name.isBlank() || (name.equalsIgnoreCase(Group.DEFAULT) && !name.equals(Group.DEFAULT))) {
      throw new IllegalArgumentException(
          type.getName() + ": " + Quoted.of(name) + " is no section, write \"DEFAULT\"");
    }
    return OptionKey.normalSection(name);
  }

  private static List<OptionSpec> options(Class<? extends Record> type, String section) {
    List<OptionSpec> options = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      OptionSpec option = Declaration.read(type, section, component);
      if (options.stream().anyMatch(other -> other.key().equals(option.key()))) {
        throw new IllegalArgumentException(type.getName() + " declares " + option.key() + " twice");
      }
      options.add(option);
    }
    return List.copyOf(options);
  }

  private static Constructor<? extends Record> constructor(Class<? extends Record> type) {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record without canonical constructor: " + type, e);
    } catch (InaccessibleObjectException e) {
      throw new IllegalArgumentException(notOpen(type), e);
    }
  }

  private static String notOpen(Class<?> type) {
    return "%s cannot be read: add to module-info.java of %s: opens %s to %s;"
        .formatted(
            type.getName(),
            type.getModule().getName(),
            type.getPackageName(),
            GroupSpec.class.getPackageName());
  }

  /// Calls the constructor.
  ///
  /// @throws RuntimeException whatever the constructor throws: its verdict about the values
  Record construct(List<Object> values) {
    try {
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException verdict
          ? verdict
          : new IllegalStateException("the constructor of " + type.getName() + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(notOpen(type), e);
    }
  }
}
