package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A child that is to be kept on one processor is started whatever the kernel says to that.
class ProcessorsTest {

  private static final BitSet ONE = set(3);
  private static final BitSet ALL = set(0, 1, 2, 3);

  private final List<BitSet> used = new ArrayList<>();

  private static BitSet set(int... processors) {
    BitSet set = new BitSet();
    for (int processor : processors) {
      set.set(processor);
    }
    return set;
  }

  private String start(BitSet all, Set<BitSet> refused) throws IOException {
    return Processors.onOne(
        all,
        processors -> {
          used.add(processors);
          if (refused.contains(processors)) {
            throw new SystemCallException("sched_setaffinity", 1);
          }
        },
        () -> "child on " + (used.isEmpty() ? all : used.getLast()));
  }

  @Test
  void it_starts_on_the_last_one_and_its_parent_gets_all_back() throws IOException {
    assertEquals("child on {3}", start(ALL, Set.of()));
    assertEquals(List.of(ONE, ALL), used);
  }

  @Test
  void it_starts_where_the_kernel_refuses_to_keep_it_there() throws IOException {
    start(ALL, Set.of(ONE));
    assertEquals(List.of(ONE), used);
  }

  @Test
  void it_is_not_lost_when_the_kernel_refuses_to_give_all_back() throws IOException {
    assertEquals("child on {3}", start(ALL, Set.of(ALL)));
  }

  @Test
  void where_there_is_only_one_the_kernel_is_not_asked() throws IOException {
    start(ONE, Set.of());
    assertEquals(List.of(), used);
  }

  @Test
  void its_parent_gets_all_back_when_it_cannot_be_started() {
    assertThrows(
        IOException.class,
        () ->
            Processors.onOne(
                ALL,
                used::add,
                () -> {
                  throw new IOException("no more processes");
                }));
    assertEquals(List.of(ONE, ALL), used);
  }
}
