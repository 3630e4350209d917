package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `catch_errors` in a pipeline, behind `cors`.
@Timeout(60)
class CatchErrorsTest {

  private static final String PIPELINE =
      """
      [pipeline:main]
      pipeline = cors catch_errors app
      [filter:cors]
      paste.filter_factory = oslo_middleware.cors:filter_factory
      allowed_origin = https://a
      [filter:catch_errors]
      paste.filter_factory = oslo_middleware:CatchErrors.factory
      [app:app]
      paste.app_factory = test:fails
      """;

  private static final String GET = "GET /x HTTP/1.1\r\nHost: x\r\nOrigin: https://a\r\n\r\n";

  @RegisterExtension private final TestServices services = new TestServices();

  @TempDir Path folder;

  private Handler pipeline(Handler app) throws Exception {
    Path file = Files.writeString(folder.resolve("api-paste.ini"), PIPELINE);
    PipelineFactories factories = PipelineFactories.builder().app("test:fails", _ -> app).build();
    return PipelineLoader.ofFile(file, factories).loadApp("main");
  }

  private static Response fail(Request request) {
    throw new IllegalStateException("the inside");
  }

  @Test
  void a_failure_can_be_read_by_an_allowed_origin_and_is_logged_once() throws Exception {
    Handler app = pipeline(CatchErrorsTest::fail);
    try (LogLines log = LogLines.collect();
        WireClient client = WireClient.of(services.start(b -> b.handler(app)))) {
      client.send(GET);
      WireClient.Answer answer = client.read();
      assertEquals(500, answer.status());
      assertEquals("https://a", answer.headers().get("access-control-allow-origin"));
      assertEquals(Problem.MEDIA_TYPE, answer.headers().get("content-type"));
      assertFalse(answer.body().contains("inside"), answer.body());
      assertEquals(1, log.with("GET /x failed").size());
    }
  }

  @Test
  void a_stack_trace_is_shown_if_it_is_asked_for() throws Exception {
    Handler app = pipeline(CatchErrorsTest::fail);
    try (WireClient client =
        WireClient.of(services.start(b -> b.options(TestServices.SHOWING_FAILURES).handler(app)))) {
      assertTrue(client.get("/x").body().contains("IllegalStateException: the inside"));
    }
  }

  @Test
  void a_handler_whose_client_is_gone_has_not_failed() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    Handler app =
        pipeline(_ -> {
          entered.countDown();
          return new CompletableFuture<Response>().get();
        });
    HttpService service = services.start(b -> b.filter(new CancelWhenClientGoes()).handler(app));
    try (AccessLines lines = AccessLines.collect();
        LogLines log = LogLines.collect()) {
      try (WireClient client = WireClient.of(service)) {
        client.send(GET);
        entered.await();
      }
      assertTrue(lines.await("GET /x").contains("status: 499"));
      assertEquals(0, log.with("failed").size());
    }
  }
}
