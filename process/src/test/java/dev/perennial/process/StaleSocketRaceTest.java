package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.service.ListenAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Programs that start at the same moment and find the same stale socket file: one takes it over,
/// the others are refused, and its clients reach it.
@Timeout(60)
class StaleSocketRaceTest {

  private static final int PROGRAMS = 3;
  private static final int ROUNDS = 150;
  // A bind takes about a millisecond.
  private static final int LONGEST_DELAY_NANOS = 500_000;

  @TempDir private Path directory;

  private final List<Racer> racers = new ArrayList<>();

  private record Racer(Process process, PrintWriter in, BufferedReader out) {

    static Racer start() throws IOException {
      Process process =
          new ProcessBuilder(ChildJvm.command(BindRaceProgram.class))
              .redirectErrorStream(true)
              .start();
      return new Racer(
          process, new PrintWriter(process.outputWriter(), true), process.inputReader());
    }

    /// The next line that is not of the log: a takeover is logged.
    String answer() throws IOException {
      String line = out.readLine();
      while (line != null && !line.matches("bound|over|cannot listen .*")) {
        line = out.readLine();
      }
      return String.valueOf(line);
    }
  }

  // To the end: tests behind this one count the descriptors of this process.
  @AfterEach
  void end() throws Exception {
    for (Racer racer : racers) {
      racer.process().destroyForcibly().waitFor();
      racer.in().close();
      racer.out().close();
    }
  }

  @Test
  void one_of_those_who_find_a_stale_file_at_the_same_moment_wins() throws Exception {
    long seed = System.nanoTime() & 0xffff_ffffL;
    System.out.println("StaleSocketRaceTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < PROGRAMS; i++) {
      racers.add(Racer.start());
    }
    Path path = directory.resolve("api.sock");
    for (int round = 0; round < ROUNDS; round++) {
      race(path, random, "round " + round + ", seed " + seed);
    }
    assertEquals(List.of(), names());
  }

  private void race(Path path, Random random, String where) throws IOException {
    leaveStale(path);
    racers.forEach(racer -> racer.in().println(path + " " + random.nextInt(LONGEST_DELAY_NANOS)));
    List<String> answers = new ArrayList<>();
    for (Racer racer : racers) {
      answers.add(racer.answer());
    }
    assertEquals(1, answers.stream().filter("bound"::equals).count(), where + answers);
    assertEquals(
        PROGRAMS - 1,
        answers.stream().filter(a -> a.contains("another program listens there")).count(),
        where + answers);
    Clients.connect(ListenAddress.unix(path)).close();
    for (Racer racer : racers) {
      racer.in().println();
      assertEquals("over", racer.answer(), where);
    }
  }

  private static void leaveStale(Path path) throws IOException {
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(path));
    }
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
