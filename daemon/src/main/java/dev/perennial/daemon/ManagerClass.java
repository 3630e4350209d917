package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteMethod;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes a manager from the name of its class.
final class ManagerClass {

  private final Class<? extends Manager> type;

  private ManagerClass(Class<? extends Manager> type) {
    this.type = type;
  }

  /// @throws IllegalArgumentException if there is no such class, or it is none of a manager, or it
  ///   offers a method of [Manager] to remote callers
  static ManagerClass named(String name) {
    try {
      ManagerClass found = new ManagerClass(Class.forName(name).asSubclass(Manager.class));
      found.refuseRemoteHooks();
      return found;
    } catch (ClassNotFoundException missing) {
      throw new IllegalArgumentException("there is no class " + name + " for the manager", missing);
    } catch (ClassCastException other) {
      throw new IllegalArgumentException(
          "the class " + name + " does not extend " + Manager.class.getName(), other);
    }
  }

  /// Finds the constructor; what comes of this runs it.
  ///
  /// @param arguments behind the configuration and the host
  /// @return throws an [IllegalArgumentException] if the constructor fails
  /// @throws IllegalArgumentException if no constructor takes the arguments
  Supplier<Manager> maker(Config config, String host, List<Object> arguments) {
    List<Object> all = new ArrayList<>(List.of(config, host));
    all.addAll(arguments);
    Constructor<?> constructor =
        Stream.of(type.getDeclaredConstructors())
            .filter(candidate -> takes(candidate, all))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(noConstructor(all)));
    return () -> make(constructor, all);
  }

  private Manager make(Constructor<?> constructor, List<Object> arguments) {
    try {
      constructor.setAccessible(true);
      return type.cast(constructor.newInstance(arguments.toArray()));
    } catch (InvocationTargetException failed) {
      throw new IllegalArgumentException(
          "the manager " + type.getName() + " cannot be made: " + failed.getCause(),
          failed.getCause());
    } catch (ReflectiveOperationException | RuntimeException hidden) {
      throw new IllegalArgumentException(
          "the manager " + type.getName() + " cannot be made: " + hidden, hidden);
    }
  }

  /// The version of the jar that the class is in.
  String version() {
    @Nullable String version = type.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  private void refuseRemoteHooks() {
    Stream<Method> marked =
        Stream.<Class<?>>iterate(type, each -> each != Manager.class, Class::getSuperclass)
            .flatMap(each -> Stream.of(each.getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(RemoteMethod.class));
    Stream<Method> declared =
        Stream.<Class<?>>iterate(type, each -> each != Manager.class, Class::getSuperclass)
            .flatMap(each -> Stream.of(each.getInterfaces()))
            .filter(each -> each.isAnnotationPresent(Endpoint.class))
            .flatMap(each -> Stream.of(each.getMethods()));
    Stream.concat(marked, declared)
        .filter(ManagerClass::isHook)
        .findFirst()
        .ifPresent(method -> {
          throw new IllegalArgumentException(
              type.getName()
                  + " offers "
                  + method.getName()
                  + " to remote callers, which the service alone may call: give it another name");
        });
  }

  private static boolean isHook(Method method) {
    return Stream.of(Manager.class.getDeclaredMethods())
        .anyMatch(hook ->
            hook.getName().equals(method.getName())
                && Arrays.equals(hook.getParameterTypes(), method.getParameterTypes()));
  }

  private static boolean takes(Constructor<?> constructor, List<Object> arguments) {
    Class<?>[] parameters = constructor.getParameterTypes();
    if (parameters.length != arguments.size()) {
      return false;
    }
    for (int i = 0; i < parameters.length; i++) {
      if (!parameters[i].isInstance(arguments.get(i))) {
        return false;
      }
    }
    return true;
  }

  private String noConstructor(List<Object> arguments) {
    String wanted =
        arguments.stream()
            .map(argument -> argument.getClass().getSimpleName())
            .collect(Collectors.joining(", "));
    return "the manager "
        + type.getName()
        + " has no constructor for ("
        + wanted
        + "): it takes the configuration, the host, and what the program gives besides";
  }
}
