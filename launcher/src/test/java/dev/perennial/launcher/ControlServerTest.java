package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.perennial.process.ExitStatus;
import dev.perennial.schedule.Ticker;
import dev.perennial.service.BaseService;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is taken for a worker, and what becomes of the others.
@Timeout(60)
class ControlServerTest {

  private static final long OWN_PID = ProcessHandle.current().pid();

  @TempDir Path temp;

  private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
  private final WorkerSlot slot =
      new ManagedService("api", new BaseService(), 1, Ticker.system()).slots().getFirst();
  private final AtomicInteger threads = new AtomicInteger();
  private volatile int missing;
  private ControlServer server;

  @BeforeEach
  void open() throws IOException {
    server =
        ControlServer.open(StateDirectory.prepare(temp.resolve("s")), commands::add, this::thread);
  }

  private Thread.Builder thread() {
    if (threads.incrementAndGet() == missing) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    return Thread.ofVirtual();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private WorkerHandle expected(String token, long pid) {
    WorkerHandle worker = new WorkerHandle(slot, 1, 1, Duration.ofSeconds(60), Ticker.system());
    worker.runsAs(pid, () -> {}, () -> {});
    server.expect(token, worker);
    return worker;
  }

  private LineChannel connectAsWorker(String token) throws IOException {
    LineChannel lines =
        new LineChannel(SocketChannel.open(UnixDomainSocketAddress.of(server.path())));
    lines.send(Fields.join("worker", OWN_PID, token));
    return lines;
  }

  private void assertSentAway(String token) throws IOException {
    try (LineChannel stranger = connectAsWorker(token)) {
      assertEquals(Optional.empty(), stranger.receive());
    }
    assertEquals(0, commands.size());
  }

  @Test
  void a_process_that_was_started_is_known_by_its_token_and_its_pid() throws Exception {
    WorkerHandle worker = expected("right", OWN_PID);
    expected("of another process", OWN_PID + 1);
    assertSentAway("wrong");
    assertSentAway("of another process");
    try (LineChannel lines = connectAsWorker("right")) {
      lines.send(new WorkerMessage.Ready().toLine());
      Command first = commands.poll(30, TimeUnit.SECONDS);
      assertEquals(worker, assertInstanceOf(Command.Connected.class, first).worker());
      Command second = commands.poll(30, TimeUnit.SECONDS);
      assertEquals(new Command.Said(worker, new WorkerMessage.Ready()), second);
      assertSentAway("right");
    }
  }

  @Test
  void a_worker_that_ended_before_it_connected_is_forgotten() throws Exception {
    expected("early", OWN_PID).gone(new ExitStatus.Exited(1));
    expected("next", OWN_PID);
    assertSentAway("early");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_connection_that_lacks_one_of_its_threads_is_closed(int number) throws Exception {
    missing = number;
    try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(server.path()))) {
      assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
    }
    assertEquals(number, threads.get());
  }
}
