package dev.perennial.backdoor;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The figures of one method over all of its places in a tree.
final class FunctionStats {

  /// Samples of a method, or of a method as it was called by a certain other one.
  static final class Figures {
    private long all;
    private long outermost;
    private long self;

    private void add(CallTree.Node node, boolean isOutermost) {
      all += node.total();
      outermost += isOutermost ? node.total() : 0;
      self += node.self();
    }

    /// Samples in which it occurs, as often as it occurs in them.
    long all() {
      return all;
    }

    /// Samples in which it occurs, each counted once.
    long outermost() {
      return outermost;
    }

    /// Samples that were taken in the method itself.
    long self() {
      return self;
    }
  }

  private final Figures figures = new Figures();
  private final Map<Method, Figures> callers = new LinkedHashMap<>(2);

  Figures figures() {
    return figures;
  }

  Map<Method, Figures> callers() {
    return callers;
  }

  /// All methods of a tree.
  static Map<Method, FunctionStats> of(CallTree tree) {
    Map<Method, FunctionStats> all = new LinkedHashMap<>();
    Map<Method, Integer> path = new HashMap<>();
    tree.root().children().forEach(outermost -> visit(outermost, all, path));
    return all;
  }

  private static void visit(
      CallTree.Node node, Map<Method, FunctionStats> all, Map<Method, Integer> path) {
    Method method = node.method();
    boolean isOutermost = path.merge(method, 1, Integer::sum) == 1;
    all.computeIfAbsent(method, _ -> new FunctionStats()).figures.add(node, isOutermost);
    for (CallTree.Node called : node.children()) {
      visit(called, all, path);
      boolean isCalledFirst = !path.containsKey(called.method());
      all.computeIfAbsent(called.method(), _ -> new FunctionStats())
          .callers
          .computeIfAbsent(method, _ -> new Figures())
          .add(called, isCalledFirst);
    }
    path.computeIfPresent(method, (_, depth) -> depth == 1 ? null : depth - 1);
  }
}
