package dev.perennial.rpc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One method of an endpoint, ready to be called with arguments by name.
final class RemoteInvocation {

  private final Object endpoint;
  private final Method method;
  private final Parameter[] parameters;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<Class<?>> expected;

  /// @param declared the method that carries the annotations
  RemoteInvocation(Object endpoint, Method declared) {
    this.endpoint = endpoint;
    this.method = declared;
    this.parameters = declared.getParameters();
    this.expected = expected(declared);
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].getType() != RpcContext.class) {
        places.put(WireNames.of(parameters[i]), i);
      }
    }
    if (!method.trySetAccessible()) {
      throw new IllegalArgumentException(
          method + " cannot be called: its package has to be open to dev.perennial.rpc");
    }
  }

  String name() {
    return WireNames.of(method);
  }

  /// Whether an exception is an answer rather than a fault.
  boolean expects(Throwable error) {
    return expected.stream().anyMatch(type -> type.isInstance(error));
  }

  /// Calls it.
  ///
  /// @throws Throwable what the method threw, or that the arguments do not fit
  @Nullable Object call(RpcContext context, Map<String, JsonNode> args, Serializer serializer)
      throws Throwable {
    @Nullable Object[] values = new Object[parameters.length];
    List<String> unknown = new ArrayList<>(0);
    for (Map.Entry<String, JsonNode> arg : args.entrySet()) {
      Integer place = places.get(arg.getKey());
      if (place == null) {
        unknown.add(arg.getKey());
      } else if (!arg.getValue().isNull()) {
        values[place] = read(context, arg.getKey(), arg.getValue(), parameters[place], serializer);
      }
    }
    if (!unknown.isEmpty()) {
      throw new BadArgumentsException(name() + "() has no argument " + unknown);
    }
    fillGaps(context, values);
    try {
      return method.invoke(endpoint, values);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }

  private void fillGaps(RpcContext context, @Nullable Object[] values) {
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].getType() == RpcContext.class) {
        values[i] = context;
      } else if (values[i] == null) {
        if (parameters[i].getType() != Optional.class) {
          throw new BadArgumentsException(
              name() + "() needs a value for the argument '" + WireNames.of(parameters[i]) + "'");
        }
        values[i] = Optional.empty();
      }
    }
  }

  private Object read(
      RpcContext context, String name, JsonNode json, Parameter to, Serializer serializer) {
    try {
      return serializer.deserialize(context, json, to.getParameterizedType());
    } catch (RuntimeException misfit) {
      throw new BadArgumentsException(
          name() + "(): argument '" + name + "' does not fit: " + firstLine(misfit), misfit);
    }
  }

  private static String firstLine(RuntimeException misfit) {
    String message = misfit.getMessage();
    return message == null ? misfit.toString() : message.lines().findFirst().orElse("");
  }

  private static List<Class<?>> expected(Method method) {
    List<Class<?>> types = new ArrayList<>();
    for (Class<?> declared : method.getExceptionTypes()) {
      if (declared != Exception.class && declared != Throwable.class) {
        types.add(declared);
      }
    }
    RemoteMethod mark = method.getAnnotation(RemoteMethod.class);
    if (mark != null) {
      types.addAll(List.of(mark.expected()));
    }
    return List.copyOf(types);
  }
}
