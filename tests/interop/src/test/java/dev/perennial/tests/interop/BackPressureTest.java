package dev.perennial.tests.interop;

import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Transport;
import dev.perennial.schedule.Deadline;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Far more casts than a server can run: they wait in the broker, and not in its memory.
final class BackPressureTest {

  private static final int CASTS = Form.choose(2_000, 100_000);
  private static final int LIMIT = 10;
  private static final int SENDERS = 50;

  private final LatchedDesk desk = new LatchedDesk();

  @Test
  void a_server_holds_what_it_runs_and_as_many_from_each_queue_and_the_broker_the_rest()
      throws Exception {
    try (Transport serving = Broker.shared().transport();
        Transport sending = Broker.shared().transport()) {
      RpcServer server = desk.serve(serving, LIMIT);
      castAll(sending, CASTS);
      desk.awaitBegun(LIMIT);
      // To the server itself, whose queue has a window of its own.
      desk.castSlow(sending, 2 * LIMIT, to -> to.server("one"));
      String topic = desk.topic();
      awaitQueue(topic, CASTS - 2 * LIMIT, LIMIT);
      awaitQueue(topic + ".one", LIMIT, LIMIT);
      desk.letEnd(CASTS + 2 * LIMIT);
      server.drain(Deadline.after(Broker.PATIENCE));
      server.stop();
      Form.summary(
          "BackPressureTest casts=" + CASTS,
          LIMIT + " run, " + LIMIT + " more held from each queue, the rest in the broker");
    }
  }

  private void castAll(Transport sending, int count) throws Exception {
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < SENDERS; i++) {
        senders.submit(() -> desk.castSlow(sending, count / SENDERS, to -> to));
      }
    }
  }

  // What waits in a queue, and what of it is in the hands of the server.
  private static void awaitQueue(String name, int ready, int delivered) {
    Waiting.until(
        ready + " wait in " + name + " and " + delivered + " are delivered",
        Broker.PATIENCE,
        () -> queue(name).equals(List.of(name, "" + ready, "" + delivered)));
  }

  private static List<String> queue(String name) throws Exception {
    return Broker.shared()
        .ctl("list_queues", "name", "messages_ready", "messages_unacknowledged")
        .lines()
        .map(line -> List.of(line.split("\t")))
        .filter(columns -> columns.getFirst().equals(name))
        .findFirst()
        .orElse(List.of());
  }
}
