package dev.perennial.config;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an annotation says, without an object of its type: the first of those costs a fresh JVM
/// more than everything else that a configuration needs.
final class AnnotationValues {

  /// The defaults of members, read once for each type of annotation.
  private static final ClassValue<Map<String, Object>> DEFAULTS =
      new ClassValue<>() {
        @Override
        protected Map<String, Object> computeValue(Class<?> type) {
          try {
            return ClassFile.of(type).defaults();
          } catch (IOException | RuntimeException none) {
            return reflectedDefaults(type);
          }
        }
      };

  private final Class<?> type;
  private final Map<String, Object> written;

  /// Takes what is written in the source: numbers, booleans, characters, texts, names of constants,
  /// and lists of them. For the rest the defaults count.
  AnnotationValues(Class<?> type, Map<String, Object> written) {
    this.type = type;
    this.written = written;
  }

  /// The same, from an object of the type.
  static AnnotationValues of(Annotation annotation) {
    Class<?> type = annotation.annotationType();
    Map<String, Object> written = new HashMap<>();
    for (Method member : type.getDeclaredMethods()) {
      try {
        written.put(member.getName(), plain(member.invoke(annotation)));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("cannot be asked: " + annotation, e);
      }
    }
    return new AnnotationValues(type, written);
  }

  static Map<String, Object> reflectedDefaults(Class<?> type) {
    Map<String, Object> defaults = new HashMap<>();
    for (Method member : type.getDeclaredMethods()) {
      Object value = member.getDefaultValue();
      if (value != null) {
        defaults.put(member.getName(), plain(value));
      }
    }
    return defaults;
  }

  private static Object plain(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value instanceof Object[] items ? List.of(items) : value;
  }

  String text(String member) {
    return (String) value(member);
  }

  boolean flag(String member) {
    return (boolean) value(member);
  }

  char sign(String member) {
    return (char) value(member);
  }

  int count(String member) {
    return (int) value(member);
  }

  double number(String member) {
    return (double) value(member);
  }

  List<String> texts(String member) {
    List<String> texts = new ArrayList<>();
    for (Object text : (List<?>) value(member)) {
      texts.add((String) text);
    }
    return texts;
  }

  /// Finds the constant by hand: `Enum.valueOf` would be the first call by reflection, whose
  /// machinery costs a fresh JVM 10 ms.
  <E extends Enum<E>> E constant(String member, E[] constants) {
    String name = text(member);
    for (E constant : constants) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(type.getName() + " has no " + name);
  }

  private Object value(String member) {
    Object value = written.get(member);
    if (value == null) {
      value = DEFAULTS.get(type).get(member);
    }
    if (value == null) {
      throw new IllegalArgumentException(type.getName() + " has no " + member);
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AnnotationValues that && type == that.type && all().equals(that.all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  @Override
  public String toString() {
    return "@" + type.getSimpleName() + all();
  }

  private Map<String, Object> all() {
    Map<String, Object> all = new HashMap<>(DEFAULTS.get(type));
    all.putAll(written);
    return all;
  }
}
