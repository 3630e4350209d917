package dev.perennial.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.config.Group;
import dev.perennial.config.Inline;
import dev.perennial.config.OptionCatalog;
import dev.perennial.config.SampleFormat;
import dev.perennial.config.SampleLayout;
import dev.perennial.http.ConfigNotFoundException;
import dev.perennial.http.PasteAppNotFoundException;
import dev.perennial.http.PipelineException;
import dev.perennial.http.Response;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.ListenAddress;
import dev.perennial.tls.TlsContext;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServiceTest {

  private static final String PIPELINES =
      """
      [composite:tacker]
      use = egg:Paste#urlmap
      /v1 = api

      [composite:api]
      use = call:tacker.auth:pipeline_factory
      noauth = request_id app
      marked = request_id mark app

      [filter:request_id]
      paste.filter_factory = oslo_middleware:RequestId.factory

      [filter:mark]
      paste.filter_factory = test:mark

      [app:app]
      paste.app_factory = test:app
      """;

  @TempDir Path directory;

  private Config config(String... values) {
    var config = Config.forTesting(ApiService.optionRecords());
    config.set("DEFAULT", "api_paste_config", directory.resolve("api-paste.ini").toString());
    config.set("DEFAULT", "bind_host", "127.0.0.1").set("DEFAULT", "bind_port", "0");
    for (int i = 0; i < values.length; i += 2) {
      config.set("DEFAULT", values[i], values[i + 1]);
    }
    return config.build();
  }

  private ApiService service(Config config) {
    return ApiService.builder(config, ApiService.DEFAULT_APP)
        .factories(known ->
            known
                .app("test:app", _ -> request -> Response.text(200, "at " + request.path()))
                .filter(
                    "test:mark",
                    _ -> (request, next) -> next.handle(request).withHeader("X-Mark", "yes")))
        .build();
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("api-paste.ini"), text);
  }

  private static java.net.URLConnection get(ApiService service, String path) throws IOException {
    String address = service.boundAddresses().getFirst().text();
    return URI.create("http://" + address + path).toURL().openConnection();
  }

  private static String text(java.net.URLConnection connection) throws IOException {
    try (var in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void end(ApiService service) throws InterruptedException {
    service.stop();
    assertTrue(service.awaitStopped(Deadline.after(Duration.ofSeconds(60))));
  }

  @Test
  void serves_the_pipeline_that_the_strategy_names() throws Exception {
    write(PIPELINES);
    for (String strategy : new String[] {"noauth", "marked"}) {
      ApiService service = service(config("auth_strategy", strategy));
      service.start();
      try {
        var answer = get(service, "/v1/x");
        assertEquals("at /x", text(answer));
        assertEquals(strategy.equals("marked") ? "yes" : null, answer.getHeaderField("X-Mark"));
      } finally {
        end(service);
      }
    }
  }

  private static String pem(String name) {
    return Path.of("../tls/src/test/resources/pem").resolve(name).toString();
  }

  @Test
  void speaks_tls_with_the_options_of_tacker() throws Exception {
    String files =
        "ssl_cert_file = " + pem("server.pem") + "\nssl_key_file = " + pem("server.key") + "\n";
    assertEquals("CN=localhost", served(files + "use_ssl = true"));
    assertEquals("CN=localhost", served(files));
    assertEquals("none", served(files + "use_ssl = false"));
    assertEquals("none", served(""));
  }

  private String served(String options) throws Exception {
    Path file = Files.writeString(directory.resolve("api.conf"), "[DEFAULT]\n" + options + "\n");
    Config config =
        Config.program("api")
            .groups(ApiService.optionRecords())
            .load(new String[] {"--config-file=" + file});
    return service(config).tls().map(TlsContext::subject).orElse("none");
  }

  @Test
  void tls_without_a_certificate_is_refused_in_one_line() {
    Config config = config("use_ssl", "true");
    String text = assertThrows(ConfigException.class, () -> service(config)).getMessage();
    assertTrue(text.contains("use_ssl needs a certificate: set cert_file and key_file"), text);
  }

  @Test
  void reads_the_file_again_when_it_starts_again() throws Exception {
    write(PIPELINES);
    ApiService service = service(config("auth_strategy", "noauth"));
    service.start();
    end(service);
    write(PIPELINES.replace("/v1 =", "/v2 ="));
    service.start();
    try {
      assertEquals("at /x", text(get(service, "/v2/x")));
    } finally {
      end(service);
    }
  }

  @Test
  void the_app_is_tacker_unless_another_one_is_named() throws Exception {
    write(PIPELINES);
    assertEquals("tacker-api", ApiService.create(config()).name());
    ApiService other = ApiService.create(config(), "other");
    assertEquals("other-api", other.name());
    PasteAppNotFoundException failure = assertThrows(PasteAppNotFoundException.class, other::start);
    assertEquals("other", failure.name());
    assertEquals(directory.resolve("api-paste.ini"), failure.path());
  }

  @Test
  void a_start_without_a_file_or_a_pipeline_for_the_strategy_fails_in_one_line() throws Exception {
    assertThrows(ConfigNotFoundException.class, service(config())::start);
    write(PIPELINES);
    PipelineException failure =
        assertThrows(PipelineException.class, service(config("auth_strategy", "magic"))::start);
    assertEquals(
        directory.resolve("api-paste.ini")
            + ":5: auth_strategy = magic, but the section offers only marked, noauth",
        failure.getMessage());
  }

  @Test
  void the_options_of_tacker_have_their_names_and_defaults() {
    ApiOptions defaults = Config.forTesting(ApiOptions.class).build().get(ApiOptions.class);
    assertEquals(new ApiOptions("0.0.0.0", 9890, 0, 4096, Optional.empty(), "keystone"), defaults);
    assertEquals(1, defaults.workers());
    assertEquals(7, new ApiOptions("::", 1, 7, 1, Optional.empty(), "noauth").workers());
  }

  @Test
  void the_namespace_of_the_seed_provides_them() throws Exception {
    String sample =
        OptionCatalog.of(ApiService.class.getClassLoader())
            .select(List.of("tacker.service"))
            .sample(SampleFormat.INI, SampleLayout.COMPLETE);
    assertTrue(sample.contains("#bind_port = 9890\n"), sample);
    assertTrue(sample.contains("#api_workers = 0\n"), sample);
  }

  /// The options of two APIs, as a program declares them.
  @Group
  record Apis(
      @Inline(prefix = "public_") ApiListen open, @Inline(prefix = "admin_") ApiListen admin) {}

  private static Config apis(String... values) {
    List<Class<? extends Record>> records = new ArrayList<>(ApiService.optionRecords());
    records.add(Apis.class);
    var config = Config.forTesting(records);
    for (int i = 0; i < values.length; i += 2) {
      config.set("DEFAULT", values[i], values[i + 1]);
    }
    return config.build();
  }

  @Test
  void each_api_listens_where_its_own_options_say() {
    Config config = apis("bind_port", "1000", "admin_listen", "::1", "admin_listen_port", "2000");
    ApiService open =
        ApiService.builder(config, "public").options(config.get(Apis.class).open()).build();
    assertEquals("0.0.0.0:1000", open.listenAddresses().getFirst().text());
    ApiService admin =
        ApiService.builder(config, "admin").options(config.get(Apis.class).admin()).build();
    assertEquals("[::1]:2000", admin.listenAddresses().getFirst().text());
  }

  @Test
  void connections_may_wait_as_the_option_of_tacker_says() {
    Config config = apis("backlog", "7");
    ApiService api = ApiService.builder(config, "public").build();
    assertEquals(7, api.listenAddresses().getFirst().options().backlog());
  }

  @Test
  void each_api_has_as_many_workers_as_its_own_option_says() {
    Config config = apis("api_workers", "3", "admin_workers", "0");
    assertEquals(
        3,
        ApiService.builder(config, "public")
            .options(config.get(Apis.class).open())
            .build()
            .workers());
    assertEquals(
        1,
        ApiService.builder(config, "admin")
            .options(config.get(Apis.class).admin())
            .build()
            .workers());
  }

  @Test
  void a_service_listens_on_further_addresses_too() throws Exception {
    write(PIPELINES);
    Path socket = directory.resolve("api.sock");
    ApiService service =
        ApiService.builder(config("auth_strategy", "noauth"), ApiService.DEFAULT_APP)
            .listen(ListenAddress.unix(socket))
            .factories(known -> known.app("test:app", _ -> _ -> Response.text(200, "here")))
            .build();
    service.start();
    try {
      assertEquals("here", text(get(service, "/v1/x")));
      assertTrue(Files.exists(socket));
      assertEquals(2, service.boundAddresses().size());
    } finally {
      end(service);
    }
  }

  /// A service as a program describes it.
  public static final class OwnApi extends ApiService {

    private OwnApi(Builder builder) {
      super(builder);
    }

    /// As `serve` calls it.
    ///
    /// @param config the configuration
    /// @return the service
    public static ApiService create(Config config) {
      return new OwnApi(ApiService.builder(config, "own"));
    }
  }

  /// A service that cannot be made.
  public static final class BrokenApi extends ApiService {

    static final IllegalStateException FAILURE = new IllegalStateException("no database");

    private BrokenApi(Builder builder) {
      super(builder);
    }

    /// Fails.
    ///
    /// @param config the configuration
    /// @return never
    public static ApiService create(Config config) {
      throw FAILURE;
    }
  }

  @Test
  void serve_makes_the_service_of_a_class() throws Exception {
    assertEquals("own-api", ApiService.serve(OwnApi.class, config()).name());
    assertEquals("tacker-api", ApiService.serve(ApiService.class, config()).name());
  }

  @Test
  void serve_logs_what_keeps_a_service_from_being_made_and_throws_it_again() {
    List<LogRecord> logged = new ArrayList<>();
    Logger log = Logger.getLogger("dev.perennial.daemon");
    Handler recorder =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            logged.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    log.addHandler(recorder);
    try {
      Throwable thrown =
          assertThrows(
              IllegalStateException.class, () -> ApiService.serve(BrokenApi.class, config()));
      assertSame(BrokenApi.FAILURE, thrown);
    } finally {
      log.removeHandler(recorder);
    }
    assertEquals(1, logged.size());
    assertEquals("BrokenApi cannot be made", logged.getFirst().getMessage());
    assertSame(BrokenApi.FAILURE, logged.getFirst().getThrown());
  }
}
