package dev.perennial.rpc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Turns calls of an interface's methods into remote calls.
final class ClientProxy implements InvocationHandler {

  private final RpcClient client;
  private final Class<?> type;
  private final Map<Method, RemoteSignature> signatures = new HashMap<>();

  // The place of a parameter is that of its name; the one of a context has no name.
  private record RemoteSignature(String name, String[] arguments) {}

  private ClientProxy(RpcClient client, Class<?> type) {
    this.client = client;
    this.type = type;
    for (Method method : type.getMethods()) {
      signatures.put(method, new RemoteSignature(WireNames.of(method), argumentsOf(method)));
    }
  }

  static <T> T of(RpcClient client, Class<T> type) {
    Endpoint mark = type.getAnnotation(Endpoint.class);
    if (mark == null || !type.isInterface()) {
      throw new IllegalArgumentException(type.getName() + " is no interface with @Endpoint");
    }
    RpcClient versioned =
        client.prepare(to ->
            mark.namespace().isEmpty()
                ? to.version(mark.version())
                : to.version(mark.version()).namespace(mark.namespace()));
    ClientProxy handler = new ClientProxy(versioned, type);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] values)
      throws Throwable {
    RemoteSignature signature = signatures.get(method);
    if (signature == null) {
      return ofObject(proxy, method, values);
    }
    Map<String, Object> args = new LinkedHashMap<>();
    RpcContext context = RpcContext.current();
    for (int i = 0; values != null && i < values.length; i++) {
      if (values[i] instanceof RpcContext given) {
        context = given;
      } else {
        args.put(signature.arguments[i], values[i]);
      }
    }
    return call(context, method, signature.name, args);
  }

  private @Nullable Object call(
      RpcContext context, Method method, String name, Map<String, Object> args) throws Throwable {
    try {
      JsonNode json = context.call(() -> client.callForJson(name, args));
      Class<?> result = method.getReturnType();
      return result == void.class ? null : client.read(name, json, method.getGenericReturnType());
    } catch (RemoteException failure) {
      throw declared(method, failure);
    }
  }

  private static Throwable declared(Method method, RemoteException failure) {
    Throwable cause = failure.getCause();
    for (Class<?> type : method.getExceptionTypes()) {
      if (cause != null && type.isInstance(cause)) {
        return cause;
      }
    }
    return failure;
  }

  private Object ofObject(Object proxy, Method method, Object @Nullable [] values) {
    return switch (method.getName()) {
      case "equals" -> values != null && values[0] == proxy;
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "proxy of " + type.getName() + " at " + client.options().target();
    };
  }

  private static String[] argumentsOf(Method method) {
    Parameter[] parameters = method.getParameters();
    String[] names = new String[parameters.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = parameters[i].getType() == RpcContext.class ? "" : WireNames.of(parameters[i]);
    }
    return names;
  }
}
