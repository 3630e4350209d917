package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The wall clock of a program, supervisor and worker, jumps by a day, forwards and back. Debian's
/// libfaketime makes it do so; the monotonic clock goes on as it did.
class ClockJumpTest {

  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  /// Far more than a busy machine delays a timer, far less than a day.
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  private static final int TICKS_BETWEEN_JUMPS = 50;

  /// A run of the timer of [TickingService].
  private record Tick(long pid, long nanos, long wallMillis) {
    static Tick parse(String line) {
      String[] words = line.split(" ");
      return new Tick(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }
  }

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void a_day_forwards_and_back_changes_nothing() throws Exception {
    ProgramFile file = programs.file();
    Path offset = file.path("clock-offset");
    Path ticks = file.path("ticks");
    Files.writeString(offset, "+0\n");
    file.services("clock 1 rolling").set("ticks", ticks.toString()).startedBy(fakingTime(offset));
    Program program = programs.startReady(file);
    Set<Long> workers = program.workers();
    List<String> jumps = jumps(Form.choose(1, 10));
    for (String jump : jumps) {
      awaitMoreTicks(ticks);
      // Renamed into place: the library may read it at any moment.
      Path next = file.path("clock-offset-next");
      Files.writeString(next, jump + "\n");
      Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
    }
    awaitMoreTicks(ticks);
    assertEquals(workers, program.workers(), "nothing was restarted");
    List<Tick> seen = ticks(ticks);
    assertTrue(jumpsSeen(seen) >= jumps.size(), "the clock of the worker did jump");
    Duration pause = longestPause(seen);
    assertFalse(pause.compareTo(LONGEST_PAUSE) > 0, () -> "a pause of " + pause);
    program.reload();
    program.stop();
    Form.summary(
        "ClockJumpTest jumps=" + jumps.size(),
        seen.size() + " ticks, longest pause " + pause.toMillis() + " ms");
  }

  private static List<String> jumps(int times) {
    return Stream.generate(() -> List.of("+1d", "-1d")).limit(times).flatMap(List::stream).toList();
  }

  private static String fakingTime(Path offset) throws IOException {
    return "export LD_PRELOAD="
        + library()
        + " FAKETIME_TIMESTAMP_FILE="
        + offset
        + " FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1; exec \"$@\"";
  }

  private static Path library() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/usr/lib"))) {
      return all.map(directory -> directory.resolve("faketime/libfaketimeMT.so.1"))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(() -> new AssertionError("needs the Debian package faketime"));
    }
  }

  private static void awaitMoreTicks(Path ticks) throws Exception {
    int before = Files.exists(ticks) ? Files.readAllLines(ticks).size() : 0;
    Waiting.until(
        TICKS_BETWEEN_JUMPS + " more ticks",
        Program.PATIENCE,
        () -> Files.readAllLines(ticks).size() >= before + TICKS_BETWEEN_JUMPS);
  }

  private static List<Tick> ticks(Path ticks) throws IOException {
    String text = Files.readString(ticks);
    // The last line may be half written.
    return text.substring(0, text.lastIndexOf('\n')).lines().map(Tick::parse).toList();
  }

  private static long jumpsSeen(List<Tick> ticks) {
    long jumps = 0;
    for (int i = 1; i < ticks.size(); i++) {
      long step = ticks.get(i).wallMillis() - ticks.get(i - 1).wallMillis();
      if (Math.abs(step) > DAY_MILLIS / 2) {
        jumps++;
      }
    }
    return jumps;
  }

  private static Duration longestPause(List<Tick> ticks) {
    long longest = 0;
    for (int i = 1; i < ticks.size(); i++) {
      longest = Math.max(longest, ticks.get(i).nanos() - ticks.get(i - 1).nanos());
    }
    return Duration.ofNanos(longest);
  }
}
