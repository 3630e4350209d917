package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

  private LogRecord lineOf(String method) {
    RpcClient client = RpcClient.create(transport, TARGET);
    assertThrows(RemoteException.class, () -> client.call(method, Map.of()));
    return records.stream()
        .filter(line -> line.getMessage().startsWith(method))
        .findFirst()
        .orElseThrow();
  }
}
