package dev.perennial.rpc;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/// The endpoints of a server, and which method a request means.
///
/// Endpoints are tried in their order: the first whose namespace and version fit and that has the
/// method is called.
final class EndpointTable {

  private final List<Offer> offers = new ArrayList<>();

  private record Offer(
      Set<String> namespaces, ApiVersion version, Map<String, RemoteInvocation> methods) {

    boolean fits(String namespace, ApiVersion requested) {
      return namespaces.contains(namespace) && version.serves(requested);
    }
  }

  EndpointTable(List<Object> endpoints) {
    endpoints.forEach(this::add);
    if (offers.isEmpty()) {
      throw new IllegalArgumentException("a server needs at least one endpoint");
    }
  }

  /// The method that a request means.
  ///
  /// @throws NoSuchRemoteMethodException if no endpoint that fits has it
  /// @throws UnsupportedVersionException if no endpoint fits
  RemoteInvocation find(RpcRequest request) {
    String namespace = request.namespace().orElse("");
    ApiVersion version = request.version().map(ApiVersion::parse).orElse(ApiVersion.DEFAULT);
    boolean fits = false;
    for (Offer offer : offers) {
      if (offer.fits(namespace, version)) {
        fits = true;
        RemoteInvocation method = offer.methods.get(request.method());
        if (method != null) {
          return method;
        }
      }
    }
    throw fits ? noSuchMethod(request.method()) : unsupported(request.method(), version);
  }

  private void add(Object endpoint) {
    boolean marked = false;
    Endpoint own = endpoint.getClass().getAnnotation(Endpoint.class);
    if (own != null) {
      marked = true;
      add(endpoint, own, markedMethods(endpoint.getClass()));
    }
    for (Class<?> type : interfaces(endpoint.getClass())) {
      Endpoint mark = type.getAnnotation(Endpoint.class);
      if (mark != null) {
        marked = true;
        add(endpoint, mark, abstractMethods(type));
      }
    }
    if (!marked) {
      throw new IllegalArgumentException(
          endpoint.getClass().getName()
              + " is no endpoint: neither it nor an interface of it has @Endpoint");
    }
  }

  private void add(Object endpoint, Endpoint mark, List<Method> methods) {
    Map<String, RemoteInvocation> table = new HashMap<>();
    for (Method method : methods) {
      RemoteInvocation invocation = new RemoteInvocation(endpoint, method);
      if (table.put(invocation.name(), invocation) != null) {
        throw new IllegalArgumentException(
            method.getDeclaringClass().getName() + " offers two methods " + invocation.name());
      }
    }
    Set<String> namespaces = new HashSet<>(List.of(mark.legacyNamespaces()));
    namespaces.add(mark.namespace());
    offers.add(new Offer(namespaces, ApiVersion.parse(mark.version()), table));
  }

  private static List<Method> markedMethods(Class<?> type) {
    List<Method> methods = new ArrayList<>();
    Set<String> overridden = new HashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.isAnnotationPresent(RemoteMethod.class)
            && !method.isBridge()
            && overridden.add(method.getName() + List.of(method.getParameterTypes()))) {
          methods.add(method);
        }
      }
    }
    return methods;
  }

  private static List<Method> abstractMethods(Class<?> type) {
    List<Method> methods = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        methods.add(method);
      }
    }
    return methods;
  }

  private static Set<Class<?>> interfaces(Class<?> type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      found.addAll(List.of(each.getInterfaces()));
    }
    return found;
  }

  private static NoSuchRemoteMethodException noSuchMethod(String method) {
    return new NoSuchRemoteMethodException(
        dispatcherFailure("NoSuchMethod", "Endpoint does not support RPC method " + method));
  }

  private static UnsupportedVersionException unsupported(String method, ApiVersion version) {
    return new UnsupportedVersionException(
        dispatcherFailure(
            "UnsupportedVersion",
            "Endpoint does not support RPC version " + version + ". Attempted method: " + method));
  }

  private static RemoteFailure dispatcherFailure(String type, String message) {
    return new RemoteFailure(
        type,
        ErrorTypes.DISPATCHER,
        message,
        List.of(),
        List.of(JsonNodeFactory.instance.stringNode(message)),
        Map.of());
  }
}
