package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls, messages to all, servers that come and go, and a broker that restarts or cuts every
/// connection, for a long time: at the end there is no more of anything than at the beginning. The
/// broker is one of its own: whatever other tests of this process have left at theirs may go
/// meanwhile, and is not restarted.
///
/// The environment variable `PERENNIAL_MINUTES` says for how long the full form runs; unset it is
/// an hour. The quick form cuts the connections once.
final class RpcSoakTest {

  private static final Target TOPIC = Target.of("soak").withExchange("soak");
  private static final Map<String, String> DURABLE = Map.of("amqp_durable_queues", "true");
  private static final int CALLERS = 4;
  private static final int PAUSE_MILLIS = 20;
  private static final int ROUND_SECONDS = 30;

  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Counter counter = new Counter();
  @AutoClose private final VirtualThreads virtualThreads = VirtualThreads.watch();
  private volatile boolean stopped;
  private Holdings.Others others = new Holdings.Others(Set.of(), Set.of());
  private int rounds;
  private int restarts;

  /// Counts what it is asked.
  @Endpoint
  static final class Counter {
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong notes = new AtomicLong();

    @RemoteMethod
    long call() {
      return calls.incrementAndGet();
    }

    @RemoteMethod
    void note() {
      notes.incrementAndGet();
    }
  }

  // The limit of all tests is shorter than what is asked for here; each wait within has its own.
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  @Test
  void nothing_is_left_over_however_often_connections_are_lost() throws Exception {
    others = Holdings.Others.now();
    try (Broker broker = Broker.start()) {
      run(broker);
      Waiting.until(
          "its connections are closed", Broker.PATIENCE, () -> look(broker).connections() == 0);
      assertEquals(List.of("soak", "soak.one", "soak.visitor"), look(broker).queues());
    }
  }

  private void run(Broker broker) throws Exception {
    try (Transport serving = broker.transport(DURABLE);
        Transport calling = broker.transport(DURABLE)) {
      RpcServer server = server(serving, "one");
      RpcClient client =
          RpcClient.create(calling, TOPIC).prepare(to -> to.timeout(Duration.ofSeconds(10)));
      whileCalled(client, () -> round(broker, client));
      Holdings before = look(broker);
      whileCalled(client, () -> soak(broker, client));
      awaitNoMoreThan(before, broker);
      assertEquals(0, calling.status().waitingCalls());
      assertEquals(0, server.activity().inFlight());
      Form.summary("RpcSoak", summary(calling, before, look(broker)));
      server.drain(Deadline.after(Broker.PATIENCE));
      server.stop();
    }
  }

  private void soak(Broker broker, RpcClient client) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(Form.choose(0, fullMinutes()));
    do {
      if (Form.choose(0, 1) == 1 && rounds % 2 == 0) {
        broker.stop();
        broker.startAgain();
        restarts++;
      } else {
        broker.ctl("close_all_connections", "soak");
      }
      round(broker, client);
    } while (System.nanoTime() < end);
  }

  // Calls go on; meanwhile a server comes, hears what is for it and for all, and goes.
  private void round(Broker broker, RpcClient client) throws Exception {
    rounds++;
    long goal = answered.get() + 50;
    Waiting.until("calls are answered", Broker.PATIENCE, () -> answered.get() >= goal);
    try (Transport visiting = broker.transport(DURABLE)) {
      RpcServer visitor = server(visiting, "visitor");
      client.prepare(to -> to.server("visitor")).call("call", Map.of(), Long.class);
      long notes = counter.notes.get();
      client.fanout("note", Map.of());
      Waiting.until("all hear it", Broker.PATIENCE, () -> counter.notes.get() >= notes + 2);
      visitor.drain(Deadline.after(Broker.PATIENCE));
      visitor.stop();
    }
    TimeUnit.SECONDS.sleep(Form.choose(0, ROUND_SECONDS));
  }

  private interface Step {
    void run() throws Exception;
  }

  // What is held is compared when nobody calls.
  private void whileCalled(RpcClient client, Step step) throws Exception {
    stopped = false;
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(Thread.startVirtualThread(() -> callOn(client)));
    }
    step.run();
    stopped = true;
    for (Thread caller : callers) {
      caller.join();
    }
  }

  private void callOn(RpcClient client) {
    try {
      while (!stopped) {
        try {
          client.call("call", Map.of(), Long.class);
          answered.incrementAndGet();
        } catch (RpcException failure) {
          failed.incrementAndGet();
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitNoMoreThan(Holdings before, Broker broker) throws Exception {
    long end = System.nanoTime() + Broker.PATIENCE.toNanos();
    Holdings now = look(broker);
    while (!now.isNoMoreThan(before) && System.nanoTime() < end) {
      TimeUnit.SECONDS.sleep(1);
      now = look(broker);
    }
    assertTrue(
        now.isNoMoreThan(before),
        "before: " + before + "; now: " + now + now.queues() + now.threads());
  }

  private Holdings look(Broker broker) throws Exception {
    return Holdings.of(broker, virtualThreads, others);
  }

  private String summary(Transport calling, Holdings before, Holdings now) {
    return "%d rounds, %d restarts of the broker, %d reconnects; %d calls answered, %d failed with a"
            .formatted(
                rounds, restarts, calling.status().reconnects(), answered.get(), failed.get())
        + " reason; first "
        + before
        + ", last "
        + now;
  }

  private RpcServer server(Transport transport, String name) {
    RpcServer server =
        RpcServer.builder(transport, TOPIC.withServer(name)).endpoint(counter).build();
    server.start();
    return server;
  }

  private static int fullMinutes() {
    return Integer.parseInt(Optional.ofNullable(System.getenv("PERENNIAL_MINUTES")).orElse("60"));
  }
}
