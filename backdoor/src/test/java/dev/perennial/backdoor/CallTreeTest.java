package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTreeTest {

  private static final Method A = Method.of("p.A", "a");

  @Test
  void the_smallest_line_stands_for_the_method() {
    CallTree tree = new CallTree();
    tree.seen(A, 30);
    tree.seen(A, 12);
    tree.seen(A, -1);
    assertEquals(12, tree.line(A));
    assertEquals(0, tree.line(Method.of("p.B", "b")));
  }

  @Test
  void a_tree_has_a_largest_size_and_loses_no_sample() {
    CallTree tree = new CallTree();
    List<Method> stack = new ArrayList<>();
    for (int i = 0; i < CallTree.MAX_NODES + 10; i++) {
      stack.add(Method.of("p.A", "m" + i));
      tree.add(List.of(stack.getLast()), 1);
    }
    assertEquals(CallTree.MAX_NODES, tree.root().children().size());
    assertEquals(CallTree.MAX_NODES + 10, tree.root().total());
    assertEquals(10, tree.root().self());
  }

  @Test
  void hidden_classes_have_the_same_name_in_every_run() {
    Method lambda = Method.of("p.A$$Lambda.0x00007f0123456789", "run");
    assertEquals("p.A$$Lambda", lambda.type());
    assertTrue(lambda.isGlue());
    assertEquals("p/A.java", Method.of("p.A$Inner", "run").file());
    assertEquals("A$Inner.run", Method.of("p.A$Inner", "run").shortText());
  }
}
