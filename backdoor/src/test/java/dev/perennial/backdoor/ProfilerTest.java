package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.schedule.TaskGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProfilerTest {

  @TempDir private Path directory;

  private final Profiler profiler =
      Profiler.ofThisProcess(Config.forTesting(ProfilerOptions.class).build());

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a/b", "..", ".", "a b", "wall=False", "a\u0000"})
  void a_name_that_is_none_for_files_is_refused_and_the_profile_goes_on(String name)
      throws IOException {
    profiler.begin(ProfileKind.WALL);
    try {
      Refusal refusal = assertThrows(Refusal.class, () -> profiler.end(name));
      assertTrue(refusal.text().startsWith("the name of a profile has 1 to 64 of A-Z"));
      assertThrows(Refusal.class, () -> profiler.begin(ProfileKind.CPU));
    } finally {
      profiler.endInto(directory.resolve("x.html"));
    }
  }

  @Test
  void a_name_has_at_most_64_characters() {
    Refusal refusal = assertThrows(Refusal.class, () -> profiler.end("a".repeat(65)));
    assertTrue(refusal.text().startsWith("the name of a profile has"));
    refusal = assertThrows(Refusal.class, () -> profiler.end("a".repeat(64)));
    assertEquals("no profile is running; prof() begins one", refusal.text());
  }

  @Test
  void threads_that_wait_are_in_a_profile_of_wall_clock_time() throws Exception {
    var end = new CountDownLatch(1);
    TaskGroup group = new TaskGroup("waits");
    group.start("in-a-profile-7", () -> awaitQuietly(end));
    Await.until("it waits", () -> !group.inFlight().isEmpty());
    WallSampler sampler = new WallSampler();
    Await.until("two looks", () -> sampler.looks() >= 2);
    Samples samples = sampler.end();
    end.countDown();
    assertTrue(
        samples.tree().root().children().stream()
            .anyMatch(node -> node.method().text().equals("thread waits-in-a-profile")));
  }

  @Test
  void threads_are_looked_at_by_one_that_virtual_threads_cannot_keep_from_running()
      throws Exception {
    var lookers = new LinkedBlockingQueue<Thread>();
    try (var _ = new WallSampler(() -> noThreads(lookers))) {
      assertFalse(lookers.take().isVirtual());
      assertFalse(lookers.take().isVirtual());
    }
  }

  private static List<ThreadStack> noThreads(BlockingQueue<Thread> lookers) {
    lookers.add(Thread.currentThread());
    return List.of();
  }

  @Test
  void a_look_that_comes_back_after_the_end_adds_nothing() throws Exception {
    var began = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    WallSampler sampler =
        new WallSampler(() -> {
          began.countDown();
          awaitQuietly(over);
          return List.of(
              new ThreadStack(1, "late", false, "RUNNABLE", List.of("a.B.c(B.java:1)"), List.of()));
        });
    began.await();
    Samples samples = sampler.end();
    over.countDown();
    Await.until("the look has come back", () -> sampler.looks() >= 1);
    assertEquals(0, samples.count());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Test
  void a_profile_can_be_ended_once() throws IOException {
    profiler.begin(ProfileKind.WALL);
    ProfileFiles files = profiler.endInto(directory.resolve("x.html"));
    assertTrue(Files.exists(files.files().getFirst()));
    assertThrows(Refusal.class, () -> profiler.endInto(directory.resolve("x.html")));
  }
}
