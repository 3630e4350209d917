package dev.perennial.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A record of options: what each component takes, and the constructor that takes it.
final class RecordSpec {
  private final Class<? extends Record> type;
  private final Constructor<? extends Record> constructor;
  private final String prefix;
  private final List<Part> parts;

  /// A component: an option, or a record of further options.
  private record Part(Optional<OptionSpec> option, Optional<RecordSpec> inner) {
    static Part of(OptionSpec option) {
      return new Part(Optional.of(option), Optional.empty());
    }

    static Part of(RecordSpec inner) {
      return new Part(Optional.empty(), Optional.of(inner));
    }
  }

  private RecordSpec(
      Class<? extends Record> type,
      Constructor<? extends Record> constructor,
      String prefix,
      List<Part> parts) {
    this.type = type;
    this.constructor = constructor;
    this.prefix = prefix;
    this.parts = parts;
  }

  /// @throws IllegalArgumentException naming the record and what to change
  static RecordSpec of(
      Class<? extends Record> type, String section, RecordAnnotations annotations) {
    return of(type, section, "", annotations);
  }

  private static RecordSpec of(
      Class<? extends Record> type, String section, String prefix, RecordAnnotations annotations) {
    List<Part> parts = new ArrayList<>();
    RecordComponent[] components = type.getRecordComponents();
    for (RecordComponent component : components) {
      DeclaredComponent declared = new DeclaredComponent(type, component, annotations);
      Optional<AnnotationValues> inline = declared.annotation(Inline.class);
      parts.add(
          inline.isPresent()
              ? Part.of(inner(declared, section, prefix + inline.get().text("prefix")))
              : Part.of(Declaration.read(section, prefix, declared)));
    }
    return new RecordSpec(type, constructor(type, components), prefix, List.copyOf(parts));
  }

  private static RecordSpec inner(DeclaredComponent component, String section, String prefix) {
    if (!component.type().isRecord() || component.type() == component.record()) {
      throw component.refused("is @Inline, but no record of options");
    }
    Class<? extends Record> type = component.type().asSubclass(Record.class);
    return of(type, section, prefix, RecordAnnotations.of(type));
  }

  private static Constructor<? extends Record> constructor(
      Class<? extends Record> type, RecordComponent[] components) {
    Class<?>[] parameters = new Class<?>[components.length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = components[i].getType();
    }
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
    return type.getName()
        + " cannot be read: add to module-info.java of "
        + type.getModule().getName()
        + ": opens "
        + type.getPackageName()
        + " to "
        + RecordSpec.class.getPackageName()
        + ";";
  }

  /// Adds the options in the order of the components.
  void addOptions(List<OptionSpec> options) {
    for (Part part : parts) {
      if (part.option().isPresent()) {
        options.add(part.option().get());
      } else if (part.inner().isPresent()) {
        part.inner().get().addOptions(options);
      }
    }
  }

  /// Calls the constructor.
  ///
  /// @param values gives the value of each option
  /// @throws RuntimeException whatever the constructor throws: its verdict about the values
  Record construct(Function<OptionSpec, Object> values) {
    Object[] arguments = new Object[parts.size()];
    for (int i = 0; i < arguments.length; i++) {
      Part part = parts.get(i);
      arguments[i] =
          part.option().isPresent()
              ? values.apply(part.option().get())
              : part.inner().orElseThrow().construct(values);
    }
    return construct(arguments);
  }

  private Record construct(Object[] arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw switch (e.getTargetException()) {
        case OptionConflict conflict -> conflict.named(prefix);
        case RuntimeException verdict -> verdict;
        default -> new IllegalStateException("the constructor of " + type.getName() + " failed", e);
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(notOpen(type), e);
    }
  }
}
