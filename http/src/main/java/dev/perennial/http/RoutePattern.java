package dev.perennial.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The path of a route, cut into segments.
///
/// @param text the path as it was written
/// @param segments its parts between slashes
/// @param hasParameters whether some of them are parameters
record RoutePattern(String text, List<Segment> segments, boolean hasParameters) {

  sealed interface Segment {

    /// Where it leads to from a node of the tree of routes.
    RouteNode childOf(RouteNode parent);

    record Literal(String text) implements Segment {
      @Override
      public RouteNode childOf(RouteNode parent) {
        return parent.literal(text);
      }
    }

    record Parameter(String name) implements Segment {
      @Override
      public RouteNode childOf(RouteNode parent) {
        return parent.parameter();
      }
    }
  }

  static RoutePattern of(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("path of a route must begin with a slash: " + text);
    }
    List<Segment> segments = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String part : parts(text)) {
      Segment segment = segment(part, text);
      if (segment instanceof Segment.Parameter parameter && !names.add(parameter.name())) {
        throw new IllegalArgumentException("parameter " + parameter.name() + " twice in " + text);
      }
      segments.add(segment);
    }
    return new RoutePattern(text, List.copyOf(segments), !names.isEmpty());
  }

  /// The segments of a path; an empty last one stands for a trailing slash.
  static List<String> parts(String path) {
    return path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
  }

  private static Segment segment(String part, String whole) {
    boolean braces = part.startsWith("{") && part.endsWith("}");
    String inner = braces ? part.substring(1, part.length() - 1) : part;
    if (inner.isEmpty() || inner.contains("{") || inner.contains("}")) {
      throw new IllegalArgumentException(
          "segment '" + part + "' of route " + whole + " is neither a name nor a {parameter}");
    }
    return braces ? new Segment.Parameter(inner) : new Segment.Literal(inner);
  }
}
