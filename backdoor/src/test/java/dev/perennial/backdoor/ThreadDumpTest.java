package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadDumpTest {

  private static final String DUMP =
      """
      12652
      2026-11-22T03:24:24.720508668Z
      25.0.3+9-LTS

      #8 "Finalizer" WAITING 2026-11-22T03:24:24.725028993Z
          at java.base/java.lang.Object.wait0(Native Method)
          - waiting on <java.lang.ref.ReferenceQueue$Lock@3daa422a>
          at java.base/java.lang.Object.wait(Object.java:389)

      #24 "http-12" virtual TIMED_WAITING 2026-11-22T03:24:24.725780492Z
          at java.base/java.lang.Thread.sleep(Thread.java:540)

      #25 "http-13" virtual TIMED_WAITING 2026-11-22T03:24:24.725780492Z
          at java.base/java.lang.Thread.sleep(Thread.java:540)
      """;

  private static List<ThreadStack> threads() {
    return ThreadDump.parse(DUMP.lines().toList());
  }

  @Test
  void threads_are_read_with_their_stacks_and_locks() {
    assertEquals(
        new ThreadStack(
            8,
            "Finalizer",
            false,
            "WAITING",
            List.of(
                "java.base/java.lang.Object.wait0(Native Method)",
                "java.base/java.lang.Object.wait(Object.java:389)"),
            List.of("- waiting on <java.lang.ref.ReferenceQueue$Lock@3daa422a>")),
        threads().getFirst());
    assertEquals(List.of(false, true, true), threads().stream().map(t -> t.isVirtual()).toList());
  }

  @Test
  void threads_that_stand_at_the_same_place_are_shown_once() {
    assertEquals(
        """
        2 virtual threads

        2 times TIMED_WAITING: #24 http-12, #25 http-13
            at java.base/java.lang.Thread.sleep(Thread.java:540)
        """,
        ThreadText.of("virtual", threads().subList(1, 3)));
  }

  @Test
  void a_thread_belongs_to_what_its_name_says_without_numbers() {
    assertEquals(
        List.of("Finalizer", "http", "http"), threads().stream().map(ThreadStack::owner).toList());
  }
}
