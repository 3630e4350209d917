package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a server logs of methods that fail.
final class RequestLogTest {

  private static final Target TARGET = Target.of("desk");

  // Held, because the JDK forgets what was set on a logger that nobody holds.
  private final Logger logger = Logger.getLogger("dev.perennial.rpc");
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Handler handler = new Recorder();
  private final Transport transport =
      Transport.open(
          TransportUrl.parse("memory://" + UUID.randomUUID()),
          Config.forTesting(RpcOptions.class).build());
  private final RpcServer server =
      RpcServer.builder(transport, TARGET.withServer("one")).endpoint(new Desk()).build();

  private final class Recorder extends Handler {
    @Override
    public void publish(LogRecord line) {
      records.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Endpoint
  static final class Desk {
    @RemoteMethod
    void callInVain() {
      throw new DeliveryException("nobody answers");
    }

    @RemoteMethod
    int count(int number) {
      return number;
    }

    @RemoteMethod
    void callAndFail() {
      throw new DeliveryException("nobody answers", new IllegalStateException("our own mistake"));
    }
  }

  @BeforeEach
  void serve() {
    server.start();
    logger.addHandler(handler);
  }

  @AfterEach
  void close() {
    logger.removeHandler(handler);
    logger.setLevel(null);
    server.stop();
    transport.close();
  }

  @Test
  void a_call_of_a_method_that_failed_is_one_line() {
    LogRecord line = lineOf("call_in_vain");
    assertEquals(Level.WARNING, line.getLevel());
    assertEquals(Optional.empty(), Optional.ofNullable(line.getThrown()));
  }

  @Test
  void the_cause_of_a_failed_call_is_logged_with_its_stack_trace() {
    LogRecord line = lineOf("call_and_fail");
    assertEquals(Level.SEVERE, line.getLevel());
    assertEquals("our own mistake", line.getThrown().getCause().getMessage());
  }

  @Test
  void where_a_failure_that_is_one_line_was_thrown_is_there_for_who_looks_closer() {
    logger.setLevel(Level.FINE);
    lineOf("call_in_vain");
    assertTrue(traces().getFirst().getMessage().equals("nobody answers"), records::toString);
  }

  @Test
  void an_argument_that_does_not_fit_is_one_line_and_why_is_there_for_who_looks_closer() {
    logger.setLevel(Level.FINE);
    RpcClient client = RpcClient.create(transport, TARGET);
    assertThrows(RemoteException.class, () -> client.call("count", Map.of("number", "x")));
    assertEquals(Level.WARNING, records.getFirst().getLevel());
    assertEquals(Optional.empty(), Optional.ofNullable(records.getFirst().getThrown()));
    assertTrue(traces().getFirst().getCause() != null, records::toString);
  }

  private List<Throwable> traces() {
    return records.stream()
        .flatMap(line -> Optional.ofNullable(line.getThrown()).stream())
        .toList();
  }

  private LogRecord lineOf(String method) {
    RpcClient client = RpcClient.create(transport, TARGET);
    assertThrows(RemoteException.class, () -> client.call(method, Map.of()));
    return records.stream()
        .filter(line -> line.getMessage().startsWith(method))
        .findFirst()
        .orElseThrow();
  }
}
