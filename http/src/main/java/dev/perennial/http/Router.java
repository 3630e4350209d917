package dev.perennial.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the handler of a request by its path and method.
///
/// | request | answer |
/// |---|---|
/// | no route fits the path | 404 |
/// | routes fit the path but not the method | 405 with `Allow` |
/// | `HEAD` without a route of its own | that of `GET`, without the body |
/// | `OPTIONS` without a route of its own | 204 with `Allow` |
///
/// Segments in braces are parameters and take one whole segment, decoded: see
/// [Request#pathParameter(String)]. A literal segment wins over a parameter. A trailing slash makes
/// another path. Immutable.
public final class Router implements Handler {

  private final RouteNode root;

  private Router(RouteNode root) {
    this.root = root;
  }

  /// Begins a router without routes.
  ///
  /// @return the builder
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Response handle(Request request) throws Exception {
    List<String> path = RoutePattern.parts(request.path());
    List<Map<String, RouteNode.Route>> matches = root.matches(path);
    if (matches.isEmpty()) {
      throw new HttpError(404, "there is nothing at " + request.path());
    }
    RouteNode.Route route = route(request.method(), matches);
    if (route == null) {
      return withoutRoute(request.method(), allowed(matches));
    }
    return route.handler().handle(new RoutedRequest(request, parameters(route.pattern(), path)));
  }

  private static RouteNode.@Nullable Route route(
      String method, List<Map<String, RouteNode.Route>> matches) {
    for (Map<String, RouteNode.Route> routes : matches) {
      RouteNode.Route route = routes.get(method);
      if (route != null) {
        return route;
      }
    }
    return method.equals("HEAD") ? route("GET", matches) : null;
  }

  private static Response withoutRoute(String method, String allowed) {
    if (method.equals("OPTIONS")) {
      return Response.empty(204).withHeader("Allow", allowed);
    }
    throw new HttpError(405, method + " is not possible here, only " + allowed)
        .withHeader("Allow", allowed);
  }

  private static String allowed(List<Map<String, RouteNode.Route>> matches) {
    TreeSet<String> methods = new TreeSet<>();
    matches.forEach(routes -> methods.addAll(routes.keySet()));
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    methods.add("OPTIONS");
    return String.join(", ", methods);
  }

  private static Map<String, String> parameters(RoutePattern pattern, List<String> path) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      if (pattern.segments().get(i) instanceof RoutePattern.Segment.Parameter parameter) {
        values.put(parameter.name(), decoded(path.get(i)));
      }
    }
    return values;
  }

  // A plus sign means itself in a path, unlike in a form.
  private static String decoded(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new HttpError(400, "malformed escape in the path: " + segment);
    }
  }

  /// Collects routes. For one thread.
  public static final class Builder {

    private record Entry(String method, String path, Handler handler) {}

    private final List<Entry> entries = new ArrayList<>();

    private Builder() {}

    /// Adds a route for `GET`, and for `HEAD` unless that gets one of its own.
    ///
    /// @param path such as `/servers/{id}`
    /// @param handler answers
    /// @return this builder
    public Builder get(String path, Handler handler) {
      return route("GET", path, handler);
    }

    /// Adds a route for `POST`.
    ///
    /// @param path such as `/servers`
    /// @param handler answers
    /// @return this builder
    public Builder post(String path, Handler handler) {
      return route("POST", path, handler);
    }

    /// Adds a route for `PUT`.
    ///
    /// @param path such as `/servers/{id}`
    /// @param handler answers
    /// @return this builder
    public Builder put(String path, Handler handler) {
      return route("PUT", path, handler);
    }

    /// Adds a route for `PATCH`.
    ///
    /// @param path such as `/servers/{id}`
    /// @param handler answers
    /// @return this builder
    public Builder patch(String path, Handler handler) {
      return route("PATCH", path, handler);
    }

    /// Adds a route for `DELETE`.
    ///
    /// @param path such as `/servers/{id}`
    /// @param handler answers
    /// @return this builder
    public Builder delete(String path, Handler handler) {
      return route("DELETE", path, handler);
    }

    /// Adds a route for any method.
    ///
    /// @param method in capital letters
    /// @param path such as `/servers/{id}`
    /// @param handler answers
    /// @return this builder
    public Builder route(String method, String path, Handler handler) {
      entries.add(new Entry(method, path, handler));
      return this;
    }

    /// Makes the router.
    ///
    /// @return the router
    /// @throws IllegalArgumentException if a path is malformed or two routes are the same
    public Router build() {
      RouteNode root = new RouteNode();
      for (Entry entry : entries) {
        root.add(
            entry.method(), new RouteNode.Route(RoutePattern.of(entry.path()), entry.handler()));
      }
      return new Router(root);
    }
  }
}
