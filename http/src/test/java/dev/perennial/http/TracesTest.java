package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.service.RequestContext;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class TracesTest {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @RegisterExtension private final TestServices services = new TestServices();

  @Test
  void the_trace_of_a_request_is_in_the_context_of_its_handler() throws Exception {
    assertKnown(services.start(builder -> builder.handler(_ -> answer())));
  }

  @Test
  void a_handler_that_does_not_block_has_it_too() throws Exception {
    assertKnown(
        services.start(
            builder -> builder.nonBlocking(_ -> CompletableFuture.completedFuture(answer()))));
  }

  private static Response answer() {
    RequestContext context = RequestContext.current().orElseThrow();
    return Response.text(200, context.values().toString());
  }

  private static void assertKnown(HttpService service) throws IOException {
    try (WireClient client = WireClient.of(service)) {
      assertEquals("{traceparent=" + TRACE + "}", ask(client, "traceparent: " + TRACE + "\r\n"));
      assertEquals("{}", ask(client, "traceparent: " + TRACE.substring(1) + "\r\n"));
      assertEquals("{}", ask(client, "traceparent: " + TRACE + "-secret\r\n"));
      assertEquals("{}", ask(client, ""));
    }
  }

  private static String ask(WireClient client, String header) throws IOException {
    client.send("GET / HTTP/1.1\r\nHost: x\r\n" + header + "\r\n");
    return client.read().body();
  }
}
