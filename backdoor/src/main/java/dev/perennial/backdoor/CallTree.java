package dev.perennial.backdoor;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Stacks, counted: each node is a method, called by that of its parent.
///
/// Lines of a method are one node; the smallest line seen stands for where the method begins. Not
/// thread-safe.
final class CallTree {

  /// More than any program has at a hundred samples a second; recursion without end has more.
  static final int MAX_NODES = 200_000;

  /// A method at one place of the tree.
  static final class Node {
    private final Method method;
    private final Map<Method, Node> children = new LinkedHashMap<>(2);
    private long self;
    private long total;

    private Node(Method method) {
      this.method = method;
    }

    Method method() {
      return method;
    }

    Collection<Node> children() {
      return children.values();
    }

    /// Samples that were taken in the method itself.
    long self() {
      return self;
    }

    /// Samples in the method and in all that it called.
    long total() {
      return total;
    }
  }

  private final Node root = new Node(Method.label("all"));
  private final Map<Method, Integer> lines = new HashMap<>();
  private int nodes;

  /// Adds samples of one stack.
  ///
  /// @param stack outermost method first
  void add(List<Method> stack, long samples) {
    Node node = root;
    node.total += samples;
    for (Method method : stack) {
      Node child = node.children.get(method);
      if (child == null) {
        if (nodes == MAX_NODES) {
          break;
        }
        nodes++;
        child = new Node(method);
        node.children.put(method, child);
      }
      child.total += samples;
      node = child;
    }
    node.self += samples;
  }

  /// A line of a method was seen; what is not positive is no line.
  void seen(Method method, int line) {
    if (line > 0) {
      lines.merge(method, line, Math::min);
    }
  }

  /// The smallest line of a method that was seen, or 0.
  int line(Method method) {
    return lines.getOrDefault(method, 0);
  }

  Node root() {
    return root;
  }
}
