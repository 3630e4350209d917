package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.service.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class RpcContextTest {

  private static final RequestContext REQUEST =
      new RequestContext("req-1", Optional.of("req-0"), Map.of("user", "ann", "shelf", "7"));

  @Endpoint
  static final class Desk {
    final List<Optional<RequestContext>> seen = new CopyOnWriteArrayList<>();

    @RemoteMethod
    void look() {
      seen.add(RequestContext.current());
    }

    @RemoteMethod
    void fail() {
      throw new IllegalStateException("no desk");
    }
  }

  /// Notes on whose behalf something is logged.
  private static final class Contexts extends Handler {
    final List<Optional<RequestContext>> seen = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord record) {
      seen.add(RequestContext.current());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void a_call_on_behalf_of_a_request_takes_its_identity_along() throws Exception {
    RpcContext sent = ScopedValue.where(RequestContext.CURRENT, REQUEST).call(RpcContext::current);
    assertEquals(
        Map.of("request_id", "req-1", "global_request_id", "req-0", "user_id", "ann", "shelf", "7"),
        sent.values());
  }

  @Test
  void a_context_of_ones_own_gets_the_id_of_the_request_unless_it_has_one() throws Exception {
    ScopedValue.where(RequestContext.CURRENT, REQUEST)
        .call(() -> {
          assertEquals(Optional.of("req-1"), RpcContext.empty().withRequestId().requestId());
          RpcContext named = RpcContext.of(Map.of("request_id", "req-2"));
          assertEquals(Optional.of("req-2"), named.withRequestId().requestId());
          return true;
        });
    assertTrue(RpcContext.empty().withRequestId().requestId().orElseThrow().startsWith("req-"));
  }

  @Test
  void a_remote_method_works_and_logs_on_behalf_of_the_request_of_its_caller() throws Exception {
    Desk desk = new Desk();
    Contexts logged = new Contexts();
    Logger log = Logger.getLogger("dev.perennial.rpc");
    log.addHandler(logged);
    try (Transport transport = transport()) {
      Target target = Target.of("desk");
      RpcServer.builder(transport, target.withServer("one")).endpoint(desk).build().start();
      RpcClient client = RpcClient.create(transport, target);
      ScopedValue.where(RequestContext.CURRENT, REQUEST)
          .call(() -> {
            client.call("look", Map.of());
            return assertThrows(RemoteException.class, () -> client.call("fail", Map.of()));
          });
    } finally {
      log.removeHandler(logged);
    }
    Optional<RequestContext> expected =
        Optional.of(new RequestContext("req-1", Optional.of("req-0"), Map.of("user", "ann")));
    assertEquals(List.of(expected), desk.seen);
    assertEquals(List.of(expected), logged.seen);
  }

  @Test
  void what_a_peer_sends_cannot_break_a_line_of_the_log_or_put_a_secret_into_it() throws Exception {
    RpcContext context =
        RpcContext.of(
            Map.of("request_id", "req-1", "user", "a\nb", "auth_token", "s", "tenant_id", "t"));
    assertEquals(
        Optional.of(new RequestContext("req-1", Optional.empty(), Map.of("project", "t"))),
        context.call(RequestContext::current));
    for (String id : List.of("", "req\u001b[2J", "x".repeat(256))) {
      assertEquals(
          Optional.empty(), RpcContext.of(Map.of("request_id", id)).call(RequestContext::current));
    }
  }

  private static Transport transport() {
    return Transport.open(
        TransportUrl.parse("memory://" + UUID.randomUUID()),
        Config.forTesting(RpcOptions.class).build());
  }
}
