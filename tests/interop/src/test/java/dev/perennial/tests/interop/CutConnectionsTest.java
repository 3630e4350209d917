package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.Acknowledge;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.rpc.UnknownOutcomeException;
import dev.perennial.tests.interop.CuttingRelay.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A connection to the broker is cut at each moment of a call: before and behind each byte that it
/// sends or gets, on the side of the caller and of the server. The quick form takes some of the
/// moments.
final class CutConnectionsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(Form.choose(2, 4));
  // Many lanes share the machine, with others in the quick form.
  private static final Duration MOST_OVERRUN = Duration.ofSeconds(Form.choose(10, 2));
  private static final int QUICK_MOMENTS = 6;
  private static final int FULL_STEP = 5;
  // Of a sweep, each at its own moments.
  private static final int LANES = Form.choose(1, 3);
  private static final Map<String, String> OPTIONS =
      Map.of(
          "amqp_durable_queues", "true",
          "rabbit_retry_backoff", "0",
          "rabbit_interval_max", "1");

  /// Whose connections are cut.
  private enum Side {
    CALLER,
    SERVER
  }

  /// How the calls of a lane ended.
  private record Ends(int moments, int answered, int failed, long again) {

    Ends plus(Ends other) {
      return new Ends(
          moments + other.moments,
          answered + other.answered,
          failed + other.failed,
          again + other.again);
    }
  }

  private final Broker broker = Broker.shared();

  @Test
  void whenever_a_connection_is_cut_a_call_ends_in_time_is_run_once_and_the_next_one_is_answered()
      throws Exception {
    Ends all = new Ends(0, 0, 0, 0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Ends>> lanes = new ArrayList<>();
      for (Acknowledge acknowledge : Acknowledge.values()) {
        for (Side side : Side.values()) {
          for (Direction direction : Direction.values()) {
            for (int lane = 0; lane < LANES; lane++) {
              Sweep sweep = new Sweep(acknowledge, side, direction, lane);
              lanes.add(threads.submit(sweep::run));
            }
          }
        }
      }
      for (Future<Ends> lane : lanes) {
        all = all.plus(lane.get());
      }
    }
    Waiting.until("the broker has none left", Broker.PATIENCE, () -> queued() == 0);
    Form.summary(
        "CutConnections",
        "%d moments: %d calls answered, %d failed with a reason, %d delivered again, 0 run twice"
            .formatted(all.moments, all.answered, all.failed, all.again));
  }

  /// The moments of one lane, one after the other, on transports of its own.
  private final class Sweep {
    private final CountingDesk desk = new CountingDesk();
    private final List<String> unsent = new ArrayList<>();
    private final Acknowledge acknowledge;
    private final Side side;
    private final Direction direction;
    private final int lane;
    private final String topic;
    private int calls;
    private int answered;
    private int failed;

    Sweep(Acknowledge acknowledge, Side side, Direction direction, int lane) {
      this.acknowledge = acknowledge;
      this.side = side;
      this.direction = direction;
      this.lane = lane;
      this.topic =
          ("cut_" + acknowledge + "_" + side + "_" + direction + "_" + lane)
              .toLowerCase(Locale.ROOT);
    }

    Ends run() throws Exception {
      try (CuttingRelay relay = new CuttingRelay(broker.port());
          Transport serving = side == Side.SERVER ? over(relay) : broker.transport(OPTIONS);
          Transport calling = side == Side.CALLER ? over(relay) : broker.transport(OPTIONS)) {
        Target target = Target.of(topic).withExchange(topic);
        RpcServer server =
            RpcServer.builder(serving, target.withServer("one"))
                .endpoint(desk)
                .acknowledge(acknowledge)
                .build();
        server.start();
        RpcClient client = RpcClient.create(calling, target);
        int moments = sweep(relay, side == Side.SERVER ? serving : calling, client);
        assertEquals(0, calling.status().waitingCalls(), topic);
        Waiting.until(
            topic + ": nothing runs", Broker.PATIENCE, () -> server.activity().inFlight() == 0);
        assertRun();
        Ends ends = new Ends(moments, answered, failed, Tally.cameAgain(topic, serving.status()));
        server.stop();
        return ends;
      }
    }

    private int sweep(CuttingRelay relay, Transport cut, RpcClient client) throws Exception {
      callUncut(client);
      long bytes = bytesOfOne(relay, client);
      long step = Form.choose((int) Math.ceilDiv(bytes, QUICK_MOMENTS - 1), FULL_STEP);
      int moments = 0;
      for (long moment = lane * step; moment <= bytes; moment += LANES * step) {
        int cuts = relay.cuts();
        awaitQuiet(relay);
        long reconnects = cut.status().reconnects();
        relay.cutAfter(direction, moment);
        callWhichIsCut(client);
        awaitQuiet(relay);
        relay.letPass();
        long lost = relay.cuts() - cuts;
        Waiting.until(
            topic + ": it is back",
            Broker.PATIENCE,
            () -> cut.status().reconnects() == reconnects + lost && cut.status().connected());
        callUncut(client);
        moments++;
      }
      return moments;
    }

    // What comes after the reply, such as a confirm, belongs to it.
    private long bytesOfOne(CuttingRelay relay, RpcClient client) throws Exception {
      awaitQuiet(relay);
      long before = relay.passed(direction);
      callUncut(client);
      awaitQuiet(relay);
      return relay.passed(direction) - before;
    }

    private void awaitQuiet(CuttingRelay relay) throws InterruptedException {
      long before = -1;
      long now = relay.passed(direction);
      while (now != before) {
        TimeUnit.MILLISECONDS.sleep(50);
        before = now;
        now = relay.passed(direction);
      }
    }

    private void callUncut(RpcClient client) {
      String id = nextId();
      assertEquals(id, call(client, Broker.PATIENCE, id));
    }

    private void callWhichIsCut(RpcClient client) {
      String id = nextId();
      long begin = System.nanoTime();
      try {
        assertEquals(id, call(client, TIMEOUT, id));
        answered++;
        assertEquals(1, desk.runsOf(id), id);
      } catch (UnknownOutcomeException uncertain) {
        failed++;
      } catch (RpcException never) {
        failed++;
        unsent.add(id);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      assertTrue(took.compareTo(TIMEOUT.plus(MOST_OVERRUN)) < 0, () -> topic + ": " + took);
    }

    private String nextId() {
      calls++;
      return topic + "_" + calls;
    }

    private static String call(RpcClient client, Duration timeout, String id) {
      return client
          .prepare(how -> how.timeout(timeout))
          .call("work", Map.of("id", id, "millis", 0), String.class);
    }

    private void assertRun() {
      assertEquals(0, desk.runs().twice(), () -> topic + ": run twice");
      for (String id : unsent) {
        assertEquals(0, desk.runsOf(id), () -> id + " was run, and its caller told otherwise");
      }
    }
  }

  private long queued() throws Exception {
    return broker
        .ctl("list_queues", "name", "messages")
        .lines()
        .filter(line -> line.startsWith("cut_"))
        .mapToLong(line -> Long.parseLong(line.split("\t")[1]))
        .sum();
  }

  private Transport over(CuttingRelay relay) {
    String url = "rabbit://guest:guest@127.0.0.1:" + relay.port() + "/";
    return Transport.open(TransportUrl.parse(url), broker.config(OPTIONS));
  }
}
