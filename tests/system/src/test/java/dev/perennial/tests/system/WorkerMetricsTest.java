package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The metrics of all workers, summed by their supervisor.
class WorkerMetricsTest {

  @RegisterExtension private final Programs programs = new Programs();

  private Program start() throws Exception {
    String host = ProcFs.hasIpv6Loopback() ? "[::1]" : "127.0.0.1";
    return programs.startReady(programs.file().api(2).set("launcher", "admin_listen", host + ":0"));
  }

  @Test
  void no_answer_of_a_killed_worker_is_missing_and_no_sum_ever_falls() throws Exception {
    Program program = start();
    URI place = Scrape.place(program);
    try (Load load = Load.start(LoadProfile.mixed(program.targets()));
        Watch watch = Watch.of(place)) {
      for (int kill = 0; kill < Form.choose(2, 10); kill++) {
        load.awaitMore(300);
        Status.Worker victim = program.status().workers().getFirst();
        Program.signal(victim.pid(), "KILL");
        Waiting.until(
            "a replacement",
            Program.PATIENCE,
            () ->
                program.status().workers().stream()
                    .allMatch(w -> w.isReady() && w.pid() != victim.pid()));
      }
      program.reload();
      load.awaitMore(300);
      LoadReport report = load.stop();
      long answered = Scrape.of(place).answered();
      long ok = report.count(Outcome.OK);
      assertTrue(answered >= ok, () -> answered + " counted, but " + report.explanation());
      long ended = report.counts().values().stream().mapToLong(Long::longValue).sum();
      assertTrue(answered <= ended, () -> answered + " counted, but " + report.explanation());
      assertEquals(Map.of(), watch.fallen());
      assertTrue(watch.scrapes() > 2, () -> "scrapes: " + watch.scrapes());
      Form.summary("WorkerMetricsTest", answered + " counted of " + report);
    }
    program.stop();
  }

  @Test
  void a_worker_that_hangs_delays_no_scrape() throws Exception {
    Program program = start();
    URI place = Scrape.place(program);
    long before = Scrape.of(place).answered();
    for (int i = 0; i < 20; i++) {
      OneRequest.text(program.tcp(), "/value");
    }
    Set<Long> workers = program.workers();
    for (long worker : workers) {
      Program.freeze(worker);
    }
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 5; i++) {
      long begin = System.nanoTime();
      Scrape seen = Scrape.of(place);
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      longest = took.compareTo(longest) > 0 ? took : longest;
      assertShowsAll(seen, before + 20, workers);
    }
    // None of them can have been asked, nor have been waited for.
    assertTrue(workers.stream().allMatch(ProcFs::standsStill));
    assertTrue(longest.compareTo(Form.atOnce(1)) <= 0, longest::toString);
    for (long worker : workers) {
      Program.thaw(worker);
    }
    program.stop();
  }

  private static void assertShowsAll(Scrape seen, long answered, Set<Long> workers) {
    assertEquals(answered, seen.answered(), seen::text);
    for (long worker : workers) {
      assertTrue(seen.text().contains("pid=\"" + worker + "\""), seen::text);
    }
  }

  @Test
  void one_process_shows_its_own_metrics() throws Exception {
    Program program =
        programs.startReady(
            programs
                .file()
                .set("launcher", "SERVICE")
                .api(1)
                .set("launcher", "admin_listen", "127.0.0.1:0"));
    OneRequest.text(program.tcp(), "/value");
    assertTrue(Scrape.of(Scrape.place(program)).answered() >= 1);
    program.stop();
  }

  /// Scrapes all the time, and notes what falls.
  private static final class Watch implements AutoCloseable {

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<Map<String, Double>> fallen = new AtomicReference<>(Map.of());
    private final AtomicReference<String> failure = new AtomicReference<>("");
    private volatile int scrapes;
    private final Thread thread;

    private Watch(URI place) {
      thread = Thread.ofVirtual().start(() -> scrape(place));
    }

    static Watch of(URI place) {
      return new Watch(place);
    }

    private void scrape(URI place) {
      try {
        Scrape last = Scrape.of(place);
        while (!over.get()) {
          Scrape next = Scrape.of(place);
          Map<String, Double> less = last.fallenIn(next);
          if (!less.isEmpty()) {
            fallen.set(less);
          }
          last = next;
          scrapes = scrapes + 1;
          Thread.sleep(Duration.ofMillis(20));
        }
      } catch (Exception unexpected) {
        failure.set(unexpected.toString());
      }
    }

    Map<String, Double> fallen() throws InterruptedException {
      over.set(true);
      thread.join();
      assertEquals("", failure.get());
      return fallen.get();
    }

    int scrapes() {
      return scrapes;
    }

    @Override
    public void close() {
      over.set(true);
    }
  }
}
