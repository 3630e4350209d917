package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FunctionStatsTest {

  private static final Method A = Method.of("p.A", "a");
  private static final Method B = Method.of("p.B", "b");

  private static String figures(FunctionStats.Figures figures) {
    return figures.all() + "/" + figures.outermost() + "/" + figures.self();
  }

  private static FunctionStats stats(Map<Method, FunctionStats> all, Method method) {
    return Optional.ofNullable(all.get(method)).orElseThrow();
  }

  @Test
  void a_method_has_its_own_samples_and_those_of_what_it_called() {
    CallTree tree = new CallTree();
    tree.add(List.of(A, B), 3);
    tree.add(List.of(A), 2);
    Map<Method, FunctionStats> all = FunctionStats.of(tree);
    assertEquals("5/5/2", figures(stats(all, A).figures()));
    assertEquals("3/3/3", figures(stats(all, B).figures()));
    assertEquals(List.of(A), List.copyOf(stats(all, B).callers().keySet()));
    assertEquals(Map.of(), stats(all, A).callers());
  }

  @Test
  void a_sample_in_a_recursion_is_counted_once() {
    CallTree tree = new CallTree();
    tree.add(List.of(A, B, A, B), 1);
    Map<Method, FunctionStats> all = FunctionStats.of(tree);
    assertEquals("2/1/0", figures(stats(all, A).figures()));
    assertEquals("2/1/1", figures(stats(all, B).figures()));
    FunctionStats.Figures byB = stats(all, A).callers().values().iterator().next();
    assertEquals("1/0/0", figures(byB));
  }
}
