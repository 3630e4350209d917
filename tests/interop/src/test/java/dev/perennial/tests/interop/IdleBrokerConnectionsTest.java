package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportStatus;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Connections that nothing is sent on, in a process whose virtual threads stand still: its
/// heartbeats keep them.
final class IdleBrokerConnectionsTest {

  private static final int THRESHOLD = 2;
  private static final Map<String, String> QUICK =
      Map.of("heartbeat_timeout_threshold", "" + THRESHOLD);

  // A broker closes a connection after two to three thresholds without a sign of its client. There
  // is nothing to wait for but that it does not.
  private static final int LONGER_THAN_IT_WAITS = 4 * THRESHOLD;

  @Test
  void a_connection_without_traffic_outlives_many_times_its_threshold() throws Exception {
    LatchedDesk desk = new LatchedDesk();
    try (Transport serving = Broker.shared().transport(QUICK);
        Transport calling = Broker.shared().transport(QUICK)) {
      RpcServer server = desk.serve(serving);
      assertEquals(3, desk.add(calling));
      CountDownLatch mayGoOn = holdVirtualThreads();
      TimeUnit.SECONDS.sleep(LONGER_THAN_IT_WAITS);
      TransportStatus served = serving.status();
      TransportStatus called = calling.status();
      mayGoOn.countDown();
      assertKept(served);
      assertKept(called);
      assertEquals(3, desk.add(calling));
      assertKept(serving.status());
      assertKept(calling.status());
      server.stop();
    }
  }

  private static void assertKept(TransportStatus status) {
    assertTrue(status.connected(), status::toString);
    assertEquals(0, status.reconnects(), status::toString);
  }

  // As by methods that compute and never wait: there is no thread left to run the others.
  private static CountDownLatch holdVirtualThreads() throws InterruptedException {
    int all = Runtime.getRuntime().availableProcessors();
    CountDownLatch held = new CountDownLatch(all);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    for (int i = 0; i < all; i++) {
      Thread.startVirtualThread(() -> {
        held.countDown();
        while (mayGoOn.getCount() > 0) {
          Thread.onSpinWait();
        }
      });
    }
    held.await();
    return mayGoOn;
  }
}
