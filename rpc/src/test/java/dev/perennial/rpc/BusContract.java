package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the contracts of transports need: a bus, transports to it, and a topic of each test's own.
///
/// Nothing here is fast or slow: every wait is for a condition, and generous.
public abstract class BusContract {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Bounds what takes milliseconds, on a machine that is busy with other things.
  static final Duration AT_ONCE = Duration.ofSeconds(10);

  final List<AutoCloseable> opened = new ArrayList<>();
  Transport transport;
  String topic;

  BusContract() {}

  /// A transport to a bus that all transports of one test share.
  ///
  /// @return a new one
  /// @throws Exception if there is none
  protected abstract Transport open() throws Exception;

  @BeforeEach
  void openTransport() throws Exception {
    transport = another();
    topic = "contract_" + UUID.randomUUID().toString().substring(0, 8);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  Transport another() throws Exception {
    Transport another = open();
    opened.add(another);
    return another;
  }

  Target target() {
    return Target.of(topic);
  }

  /// A condition that comes true by itself.
  interface Condition {
    boolean holds() throws Exception;
  }

  static void awaitTrue(Condition condition) throws Exception {
    Deadline deadline = Deadline.after(PATIENCE);
    while (!condition.holds()) {
      assertFalse(deadline.passed(), "it did not happen in time");
      new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
    }
  }
}
