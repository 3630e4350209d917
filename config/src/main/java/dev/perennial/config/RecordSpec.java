package dev.perennial.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A record of options: what each component takes, and what makes one of them.
final class RecordSpec {
  private final RecordFactory factory;
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

  private RecordSpec(RecordFactory factory, String prefix, List<Part> parts) {
    this.factory = factory;
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
    return new RecordSpec(RecordFactory.of(type), prefix, List.copyOf(parts));
  }

  private static RecordSpec inner(DeclaredComponent component, String section, String prefix) {
    if (!component.type().isRecord() || component.type() == component.record()) {
      throw component.refused("is @Inline, but no record of options");
    }
    Class<? extends Record> type = component.type().asSubclass(Record.class);
    return of(type, section, prefix, RecordAnnotations.of(type));
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
    try {
      return factory.make(arguments);
    } catch (OptionConflict conflict) {
      throw conflict.named(prefix);
    }
  }
}
