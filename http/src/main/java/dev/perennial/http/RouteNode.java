package dev.perennial.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One segment in the tree of routes.
final class RouteNode {

  record Route(RoutePattern pattern, Handler handler) {}

  private final Map<String, RouteNode> literals = new HashMap<>();
  private final Map<String, Route> routes = new HashMap<>();
  private @Nullable RouteNode parameter;

  void add(String method, Route route) {
    RouteNode node = this;
    for (RoutePattern.Segment segment : route.pattern().segments()) {
      node = segment.childOf(node);
    }
    Route other = node.routes.putIfAbsent(method, route);
    if (other != null) {
      throw new IllegalArgumentException(
          "two routes for %s %s and %s"
              .formatted(method, other.pattern().text(), route.pattern().text()));
    }
  }

  /// The ends of all ways that fit a path, those with literal segments first; each holds the routes
  /// by method.
  List<Map<String, Route>> matches(List<String> path) {
    List<Map<String, Route>> found = new ArrayList<>(2);
    collect(path, 0, found);
    return found;
  }

  private void collect(List<String> path, int depth, List<Map<String, Route>> found) {
    if (depth == path.size()) {
      if (!routes.isEmpty()) {
        found.add(routes);
      }
      return;
    }
    String segment = path.get(depth);
    RouteNode literal = literals.get(segment);
    if (literal != null) {
      literal.collect(path, depth + 1, found);
    }
    if (parameter != null && !segment.isEmpty()) {
      parameter.collect(path, depth + 1, found);
    }
  }

  RouteNode literal(String text) {
    return literals.computeIfAbsent(text, _ -> new RouteNode());
  }

  RouteNode parameter() {
    RouteNode node = parameter == null ? new RouteNode() : parameter;
    parameter = node;
    return node;
  }
}
