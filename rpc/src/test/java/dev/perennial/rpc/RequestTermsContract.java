package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.RequestContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// On what terms requests are sent by every transport: which version, how long, on whose behalf.
abstract class RequestTermsContract extends CutOffContract {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final Duration OUTER = Duration.ofSeconds(40);

  /// Says what it knows of its request.
  record Known(long millisLeft, String trace, String logged) {}

  /// Answers itself, or asks the next one.
  @Endpoint(version = "1.3")
  static final class Chain {
    private final Optional<RpcClient> next;
    final AtomicInteger asked = new AtomicInteger();

    Chain(Optional<RpcClient> next) {
      this.next = next;
    }

    @RemoteMethod
    Known ask(RpcContext context) {
      asked.incrementAndGet();
      return next.map(client -> client.call("ask", Map.of(), Known.class))
          .orElseGet(() ->
              new Known(
                  context.deadline().remaining().toMillis(),
                  context.trace().orElse(""),
                  RequestContext.current().orElseThrow().values().getOrDefault("traceparent", "")));
    }
  }

  @Test
  void a_version_cap_keeps_newer_requests_from_being_sent() throws Exception {
    Chain chain = chain(topic, Optional.empty());
    RpcClient capped = RpcClient.create(transport, target()).prepare(to -> to.versionCap("1.2"));
    assertTrue(capped.canSendVersion("1.0"));
    assertTrue(capped.canSendVersion("1.2"));
    assertFalse(capped.canSendVersion("1.3"));
    assertFalse(capped.canSendVersion("2.0"));
    RpcClient newer = capped.prepare(to -> to.version("1.3"));
    assertThrows(VersionCapException.class, () -> newer.call("ask", Map.of()));
    assertThrows(VersionCapException.class, () -> newer.cast("ask", Map.of()));
    assertThrows(VersionCapException.class, () -> capped.call("ask", Map.of()));
    assertEquals(0, chain.asked.get());
    capped.prepare(to -> to.version("1.2")).call("ask", Map.of());
    assertEquals(1, chain.asked.get());
  }

  @Test
  void without_a_cap_the_server_says_what_it_cannot_serve() throws Exception {
    chain(topic, Optional.empty());
    RpcClient any = RpcClient.create(transport, target());
    assertTrue(any.canSendVersion("7.0"));
    any.prepare(to -> to.version("1.3")).call("ask", Map.of());
    RpcClient newer = any.prepare(to -> to.version("1.4"));
    assertThrows(UnsupportedVersionException.class, () -> newer.call("ask", Map.of()));
  }

  @Test
  void the_deadline_and_the_trace_of_a_call_go_on_with_the_calls_of_its_method() throws Exception {
    chain(topic + "_inner", Optional.empty());
    RpcClient inner =
        RpcClient.create(another(), Target.of(topic + "_inner"))
            .prepare(to -> to.timeout(Duration.ofHours(1)));
    chain(topic, Optional.of(inner));
    RpcClient outer = RpcClient.create(transport, target()).prepare(to -> to.timeout(OUTER));
    Known known =
        RpcContext.of(Map.of("traceparent", TRACE))
            .call(() -> outer.call("ask", Map.of(), Known.class));
    assertTrue(known.millisLeft > 0 && known.millisLeft <= OUTER.toMillis(), known::toString);
    assertEquals(TRACE, known.trace);
    assertEquals(TRACE, known.logged);
  }

  @Test
  void a_trace_that_the_process_serves_is_sent_along() throws Exception {
    chain(topic, Optional.empty());
    RpcClient client = RpcClient.create(transport, target());
    RequestContext request = RequestContext.of("req-1").with("traceparent", TRACE);
    Known known =
        ScopedValue.where(RequestContext.CURRENT, request)
            .call(() -> client.call("ask", Map.of(), Known.class));
    assertEquals(TRACE, known.trace);
  }

  @Test
  void a_reply_wakes_its_caller_without_steps() throws Exception {
    chain(topic, Optional.empty());
    RpcClient client = RpcClient.create(transport, target());
    client.call("ask", Map.of());
    // With steps of half a second these would take half a minute.
    long begin = System.nanoTime();
    for (int i = 0; i < 60; i++) {
      client.call("ask", Map.of());
    }
    Duration all = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue(all.compareTo(AT_ONCE) < 0, all::toString);
  }

  @Test
  void a_call_that_timed_out_while_there_was_no_server_is_never_run() throws Exception {
    Chain chain = new Chain(Optional.empty());
    RpcServer server = server(topic, chain);
    server.start();
    RpcClient client = RpcClient.create(transport, target());
    client.call("ask", Map.of());
    server.stop();
    RpcClient hasty = client.prepare(to -> to.timeout(Duration.ofMillis(300)));
    assertThrows(RpcException.class, () -> hasty.call("ask", Map.of()));
    server.start();
    client.call("ask", Map.of());
    assertEquals(2, chain.asked.get());
  }

  private Chain chain(String on, Optional<RpcClient> next) throws Exception {
    Chain chain = new Chain(next);
    server(on, chain).start();
    return chain;
  }

  private RpcServer server(String on, Chain chain) throws Exception {
    RpcServer server =
        RpcServer.builder(another(), Target.of(on).withServer("one")).endpoint(chain).build();
    opened.add(server::stop);
    return server;
  }
}
