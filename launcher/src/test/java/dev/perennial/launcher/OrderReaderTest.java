package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.config.Config;
import dev.perennial.service.BaseService;
import dev.perennial.service.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nothing makes a worker deaf.
@Timeout(60)
class OrderReaderTest {

  @TempDir Path directory;

  private final Config config = Config.forTesting(ServiceOptions.class).build();
  private final Service service = new BaseService();
  private final BlockingQueue<WorkerOrder> others = new LinkedBlockingQueue<>();
  private final CountDownLatch gone = new CountDownLatch(1);
  private ControlConnection connection;

  @BeforeEach
  void connect() throws IOException {
    connection = ControlConnection.in(directory);
    SupervisorLink supervisor = new SupervisorLink(connection.worker());
    WorkerOperations operations =
        new WorkerOperations(config, service, supervisor, OrderReaderTest::noThread);
    LineChannel.ownThread()
        .start(new OrderReader(supervisor, service, operations, others::add, gone::countDown));
  }

  private static Thread.Builder noThread() {
    throw new OutOfMemoryError("unable to create native thread");
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  @Test
  void an_operation_that_gets_no_thread_has_failed_and_the_next_order_is_heard() throws Exception {
    connection.order(new WorkerOrder.Perform(7, List.of("dump")));
    connection.order(new WorkerOrder.Drain(1000));
    assertEquals(
        new WorkerMessage.Performed(
            7,
            new Performance(
                Performance.Kind.FAILED,
                "java.lang.OutOfMemoryError: unable to create native thread")),
        connection.said());
    assertEquals(new WorkerOrder.Drain(1000), others.take());
  }

  @Test
  void the_end_of_the_connection_is_told() throws Exception {
    connection.supervisor().close();
    gone.await();
  }

  @Test
  void a_supervisor_that_cannot_be_understood_is_as_good_as_gone() throws Exception {
    connection.supervisor().send("nonsense");
    gone.await();
  }
}
