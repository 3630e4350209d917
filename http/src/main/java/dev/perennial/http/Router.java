package dev.perennial.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
/// A route for any method ([Builder#any(String, Handler)]) gives way to one for the method, and
/// what is mounted ([Builder#mount(String, Handler)]) to every route that fits the whole path.
///
/// Segments in braces are parameters and take one whole segment, decoded: see
/// [Request#pathParameter(String)]. A literal segment wins over a parameter. A trailing slash makes
/// another path. Immutable.
public final class Router implements Handler {

  private record Mount(String prefix, Handler handler) {

    boolean fits(String path) {
      return path.equals(prefix) || path.startsWith(prefix + "/");
    }
  }

  private static final String ANY = "*";

  private final RouteNode root;
  // The longest first.
  private final List<Mount> mounts;

  private Router(RouteNode root, List<Mount> mounts) {
    this.root = root;
    this.mounts = mounts;
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
      return mounted(request);
    }
    RouteNode.Route route = route(request.method(), matches);
    if (route == null) {
      return withoutRoute(request.method(), allowed(matches));
    }
    return route.handler().handle(new RoutedRequest(request, parameters(route.pattern(), path)));
  }

  private Response mounted(Request request) throws Exception {
    for (Mount mount : mounts) {
      if (mount.fits(request.path())) {
        return mount.handler().handle(new MountedRequest(request, request.path(), mount.prefix()));
      }
    }
    throw new HttpError(404, "there is nothing at " + request.basePath() + request.path());
  }

  private static RouteNode.@Nullable Route route(
      String method, List<Map<String, RouteNode.Route>> matches) {
    for (Map<String, RouteNode.Route> routes : matches) {
      RouteNode.Route route = routes.get(method);
      if (route != null) {
        return route;
      }
    }
    return switch (method) {
      case "HEAD" -> route("GET", matches);
      case ANY -> null;
      default -> route(ANY, matches);
    };
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
    methods.remove(ANY);
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    methods.add("OPTIONS");
    return String.join(", ", methods);
  }

  private static Map<String, String> parameters(RoutePattern pattern, List<String> path) {
    if (!pattern.hasParameters()) {
      return Map.of();
    }
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
    private final List<Mount> mounts = new ArrayList<>();

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

    /// Adds a route for all methods that have none of their own at this path.
    ///
    /// @param path such as `/proxy/{id}`
    /// @param handler answers
    /// @return this builder
    public Builder any(String path, Handler handler) {
      return route(ANY, path, handler);
    }

    /// Adds what answers everything below a path, and at it. It sees the rest of the path, and the
    /// part that was taken off as [Request#basePath()].
    ///
    /// @param prefix such as `/v1`, without parameters
    /// @param handler answers, often another router
    /// @return this builder
    public Builder mount(String prefix, Handler handler) {
      mounts.add(new Mount(prefix, handler));
      return this;
    }

    /// Adds the usual routes of a collection: `GET` and `POST` at its path, `GET`, `PUT`, `PATCH`
    /// and `DELETE` at `PATH/{id}`. An action that the collection does not have is answered with
    /// 405, like any other method without a route.
    ///
    /// @param path such as `/servers`
    /// @param collection what it can do
    /// @return this builder
    public Builder collection(String path, RestCollection collection) {
      collection
          .actions()
          .forEach((action, handler) -> route(action.method(), action.of(path), handler));
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
      return new Router(root, orderedMounts());
    }

    private List<Mount> orderedMounts() {
      Set<String> prefixes = new HashSet<>();
      for (Mount mount : mounts) {
        String prefix = mount.prefix();
        if (!prefix.startsWith("/") || prefix.endsWith("/") || prefix.contains("{")) {
          throw new IllegalArgumentException(
              "what is mounted stands below /a/path without parameters, not '" + prefix + "'");
        }
        if (!prefixes.add(prefix)) {
          throw new IllegalArgumentException("two handlers are mounted at " + prefix);
        }
      }
      return mounts.stream()
          .sorted((one, other) -> Integer.compare(other.prefix().length(), one.prefix().length()))
          .toList();
    }
  }
}
