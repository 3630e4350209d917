package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A service that hands over: its new worker is ready before the old one leaves, but what it does
/// periodically is never done by two processes at once.
class HandoverTest {

  private record Span(long pid, long first, long last, int ticks) {
    Span and(long time) {
      return new Span(pid, Math.min(first, time), Math.max(last, time), ticks + 1);
    }
  }

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void no_two_processes_tick_at_once() throws Exception {
    ProgramFile file = programs.file();
    Path ticks = file.path("ticks");
    file.services("clock 1 handover").set("ticks", ticks.toString());
    Program program = programs.startReady(file);
    int reloads = Form.choose(5, 50);
    for (int i = 0; i < reloads; i++) {
      awaitTicksOf(onlyWorker(program), ticks);
      if (i % 2 == 0) {
        program.reload();
      } else {
        program.reloadByHangup();
      }
    }
    awaitTicksOf(onlyWorker(program), ticks);
    program.stop();
    List<Span> spans = spans(ticks);
    long widest = 0;
    for (int i = 1; i < spans.size(); i++) {
      long gap = spans.get(i).first() - spans.get(i - 1).last();
      assertTrue(gap > 0, spans::toString);
      widest = Math.max(widest, gap);
    }
    Form.summary(
        "HandoverTest reloads=" + reloads,
        spans.size()
            + " processes ticked, never two at once, longest pause "
            + widest / 1_000_000
            + " ms");
    assertEquals(reloads + 1, spans.size(), spans::toString);
  }

  /// The worker that is left once its predecessor is gone.
  private static long onlyWorker(Program program) throws InterruptedException {
    Set<Long> pids = program.awaitSettled().pids();
    assertEquals(1, pids.size());
    return pids.iterator().next();
  }

  private static void awaitTicksOf(long pid, Path ticks) throws InterruptedException {
    Waiting.until(
        "ticks of " + pid,
        Program.PATIENCE,
        () -> Files.readString(ticks).contains("\n" + pid + " "));
  }

  private static List<Span> spans(Path ticks) throws Exception {
    Map<Long, Span> spans = new HashMap<>();
    for (String line : Files.readAllLines(ticks)) {
      long pid = Long.parseLong(line.split(" ")[0]);
      long time = Long.parseLong(line.split(" ")[1]);
      spans.put(pid, spans.getOrDefault(pid, new Span(pid, time, time, 0)).and(time));
    }
    List<Span> ordered = new ArrayList<>(spans.values());
    ordered.sort(Comparator.comparingLong(Span::first));
    return ordered;
  }
}
