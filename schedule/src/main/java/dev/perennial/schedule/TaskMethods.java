package dev.perennial.schedule;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the methods of an object that are marked as [PeriodicTask].
///
/// Those of a superclass come before those of its subclasses, and those of one class in the order
/// of their names, because the platform promises no order.
final class TaskMethods {

  /// A method to call.
  ///
  /// @param annotation its own, or that of the method it overrides
  /// @param method the method that the object really has
  record Marked(PeriodicTask annotation, Method method) {}

  private final Map<String, Marked> found = new LinkedHashMap<>();
  private final Set<Class<?>> seen = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  private TaskMethods() {}

  /// Finds them.
  ///
  /// @throws IllegalArgumentException with all marked methods that cannot be called
  static List<Marked> of(Class<?> type) {
    TaskMethods methods = new TaskMethods();
    methods.lookThrough(type);
    methods.found.values().forEach(methods::check);
    if (!methods.problems.isEmpty()) {
      throw new IllegalArgumentException(
          "periodic tasks of " + type.getName() + ": " + String.join("; ", methods.problems));
    }
    return List.copyOf(methods.found.values());
  }

  /// Makes the body of a task of a method.
  static PeriodicTasks.Body body(Object owner, Method method) {
    return () -> {
      try {
        method.invoke(owner);
      } catch (InvocationTargetException failure) {
        throw unwrapped(failure);
      }
    };
  }

  private static Exception unwrapped(InvocationTargetException failure) {
    return switch (failure.getCause()) {
      case Exception exception -> exception;
      case Error error -> throw error;
      case null, default -> failure;
    };
  }

  // A type that is named again, as a class may name an interface of its superclass, says nothing
  // new.
  private void lookThrough(Class<?> type) {
    if (!seen.add(type)) {
      return;
    }
    Optional.ofNullable(type.getSuperclass()).ifPresent(this::lookThrough);
    for (Class<?> contract : type.getInterfaces()) {
      lookThrough(contract);
    }
    Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .sorted(Comparator.comparing(Method::getName))
        .forEach(this::look);
  }

  private void look(Method method) {
    String slot = slot(method);
    PeriodicTask own = method.getAnnotation(PeriodicTask.class);
    Marked overridden = found.get(slot);
    if (own != null) {
      found.put(slot, new Marked(own, method));
    } else if (overridden != null && !Modifier.isAbstract(method.getModifiers())) {
      found.put(slot, new Marked(overridden.annotation(), method));
    }
  }

  // Methods in one slot override each other. Private ones are never overridden.
  private static String slot(Method method) {
    String signature = method.getName() + Arrays.toString(method.getParameterTypes());
    return Modifier.isPrivate(method.getModifiers())
        ? method.getDeclaringClass().getName() + "." + signature
        : signature;
  }

  private void check(Marked marked) {
    Method method = marked.method();
    String where = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    if (method.getParameterCount() > 0) {
      problems.add(where + " has parameters, but a periodic task gets none");
    } else if (Modifier.isStatic(method.getModifiers())) {
      problems.add(where + " is static; a periodic task belongs to an object");
    } else {
      makeAccessible(method, where);
    }
  }

  private void makeAccessible(Method method, String where) {
    try {
      method.setAccessible(true);
    } catch (InaccessibleObjectException closed) {
      Class<?> type = method.getDeclaringClass();
      problems.add(
          where
              + " cannot be called: let module "
              + type.getModule().getName()
              + " open "
              + type.getPackageName()
              + " to dev.perennial.schedule");
    }
  }
}
