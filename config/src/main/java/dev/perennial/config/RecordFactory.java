package dev.perennial.config;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Makes records of one type from their components, by the canonical constructor.
///
/// [Constructor#newInstance] goes through method handles, and the first call with a list of
/// parameter types that no constructor had before makes the JVM generate code for some 9 ms. Every
/// process of a program reads a dozen such records when it starts. So each record gets a class of a
/// few instructions that calls its constructor; see [FactoryClass]. Where the record is in a named
/// module the JVM lets nobody add a class to it, and reflection does the work.
///
/// Any thread may use it.
final class RecordFactory {

  private static final ClassValue<RecordFactory> ALL =
      new ClassValue<>() {
        @Override
        protected RecordFactory computeValue(Class<?> type) {
          return new RecordFactory(canonical(type));
        }
      };

  private final Constructor<?> constructor;
  // Made by the first thread that needs it; a second one makes an equal one.
  private volatile Optional<UnaryOperator<Object>> maker = Optional.empty();

  private RecordFactory(Constructor<?> constructor) {
    this.constructor = constructor;
  }

  /// The factory of a type; the same one each time.
  ///
  /// @throws IllegalArgumentException naming the record and what to change, if it is closed to us
  static RecordFactory of(Class<? extends Record> type) {
    return ALL.get(type);
  }

  /// @param components in their order
  /// @throws RuntimeException whatever the constructor throws: its verdict about the values
  Record make(Object[] components) {
    UnaryOperator<Object> known = maker.orElse(null);
    if (known == null) {
      known = newMaker();
      maker = Optional.of(known);
    }
    return (Record) known.apply(components);
  }

  private UnaryOperator<Object> newMaker() {
    Class<?> type = constructor.getDeclaringClass();
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      return lookup.hasFullPrivilegeAccess()
          ? FactoryClass.of(constructor, lookup)
          : components -> reflect((Object[]) components);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(notOpen(type), e);
    }
  }

  private Object reflect(Object[] components) {
    try {
      return constructor.newInstance(components);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException verdict
          ? verdict
          : new IllegalStateException("the constructor of " + constructor + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(notOpen(constructor.getDeclaringClass()), e);
    }
  }

  private static Constructor<?> canonical(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] parameters = new Class<?>[components.length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = components[i].getType();
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
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
        + RecordFactory.class.getPackageName()
        + ";";
  }
}
