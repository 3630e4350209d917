package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Thousands of idle connections on one worker: they cost little memory, no threads and no work,
/// those that are active do not notice them, and each still works.
class IdleConnectionsTest {

  /// More than a worker starts by itself meanwhile.
  private static final int FEW_THREADS = 20;

  /// More processor time than a worker needs in a second in which nobody asks for anything.
  private static final Duration LITTLE_WORK = Duration.ofMillis(100);

  /// One run differs from the next by as much on a machine of its own.
  private static final Duration ROOM = Duration.ofMillis(20);

  @RegisterExtension private final Programs programs = new Programs();

  /// What a worker needs.
  private record Needs(long liveHeapBytes, long pssKilobytes, int threads) {

    static Needs of(long pid) throws IOException, InterruptedException {
      return new Needs(liveHeap(pid), ProcFs.pssKilobytes(pid), ProcFs.threadsOf(pid));
    }

    // The histogram counts what a full collection has left.
    private static long liveHeap(long pid) throws IOException, InterruptedException {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  "" + pid,
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      List<String> lines = jcmd.inputReader().readAllLines();
      jcmd.waitFor();
      String total =
          lines.stream().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
      return Long.parseLong(total.strip().split("\\s+")[2]);
    }
  }

  @Test
  void idle_connections_cost_no_thread_and_disturb_nobody() throws Exception {
    int idle = Form.choose(1000, 10_000);
    Program program =
        programs.startReady(
            programs
                .file()
                .services("api 1 rolling 127.0.0.1:0")
                .set("launcher", "worker_java_options", "-Xmx512m"));
    long worker = program.workers().iterator().next();
    Target target = program.tcp();
    // The first load is that of a JVM that compiles.
    active(program);
    LoadReport alone = active(program);
    Needs before = Needs.of(worker);
    List<LoadConnection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < idle; i++) {
        connections.add(new LoadConnection(target));
      }
      ask(connections, "first");
      Needs after = Needs.of(worker);
      Duration work = ProcFs.cpuOf(worker, Duration.ofSeconds(1), LITTLE_WORK);
      LoadReport beside = active(program);
      ask(connections, "second");
      Form.summary(
          "IdleConnectionsTest idle=" + idle,
          "%d bytes of live heap and %.1f KiB of memory for each, %d threads before, %d with them, %d ms of processor time in a second"
              .formatted(
                  (after.liveHeapBytes() - before.liveHeapBytes()) / idle,
                  (double) (after.pssKilobytes() - before.pssKilobytes()) / idle,
                  before.threads(),
                  after.threads(),
                  work.toMillis()));
      Form.summary("IdleConnectionsTest active ones alone", "" + alone);
      Form.summary("IdleConnectionsTest active ones beside the idle", "" + beside);
      Form.summary(
          "IdleConnectionsTest",
          "p99 of the active ones beside the idle is %.2f of that alone"
              .formatted((double) beside.p99().toNanos() / alone.p99().toNanos()));
      assertTrue(after.threads() - before.threads() < FEW_THREADS, () -> before + " " + after);
      assertTrue(after.liveHeapBytes() - before.liveHeapBytes() < idle * 20_000L, after::toString);
      assertTrue(work.compareTo(LITTLE_WORK) <= 0, () -> "idle connections take " + work);
      beside.assertNothingLost(1);
      // Beside whatever else runs, times say nothing of the worker.
      if (Form.isFull()) {
        Duration bound = alone.p99().multipliedBy(2).plus(ROOM);
        assertTrue(beside.p99().compareTo(bound) <= 0, () -> alone + "\n" + beside);
      }
    } finally {
      connections.forEach(LoadConnection::close);
    }
    program.stop();
  }

  private static LoadReport active(Program program) throws Exception {
    int clients = Form.choose(100, 1000);
    int requests = clients * Form.choose(3, 10);
    LoadProfile profile =
        LoadProfile.on(program.targets(), LoadProfile.Group.keepingAlive(clients, 1000))
            .withSlow(0, 0)
            .withBodies(1024);
    LoadReport report = Load.start(profile.withRequests(requests)).await();
    report.assertNothingLost(requests);
    return report;
  }

  /// Each connection has a request answered, so that it has been all that a connection can be.
  private static void ask(List<LoadConnection> connections, String name) {
    for (int i = 0; i < connections.size(); i++) {
      LoadRequest request = LoadRequest.echo(name + "-" + i, new byte[100], true);
      LoadResult result = connections.get(i).exchange(request, Program.PATIENCE);
      assertTrue(result.mayGoOn(), () -> request.id() + ": " + result);
    }
  }
}
