package dev.perennial.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
    visit(path, found::add);
    return found;
  }

  private void visit(List<String> path, Consumer<Map<String, Route>> visitor) {
    if (path.isEmpty()) {
      if (!routes.isEmpty()) {
        visitor.accept(routes);
      }
      return;
    }
    String segment = path.getFirst();
    List<String> rest = path.subList(1, path.size());
    RouteNode literal = literals.get(segment);
    if (literal != null) {
      literal.visit(rest, visitor);
    }
    if (parameter != null && !segment.isEmpty()) {
      parameter.visit(rest, visitor);
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
