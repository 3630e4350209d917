package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values from external sources, with a real HTTP server.
class SourcesTest {

  @Group("grp")
  record Options(
      @Opt(def = "default", was = "former") String text,
      @Opt(def = "0") int number,
      @Opt(def = "d", mutable = true) String other,
      @Opt(multi = true) List<String> many) {}

  /// A source that a test fills.
  static final class Fake implements ConfigSource<Fake.Settings> {
    @Group("any")
    record Settings(@Opt(required = true) String prefix, @Opt Optional<Secret> password) {}

    final List<String> opened = new ArrayList<>();
    Optional<String> failure = Optional.empty();
    Runnable mistake = () -> {};

    @Override
    public String driver() {
      return "fake";
    }

    @Override
    public Class<Settings> options() {
      return Settings.class;
    }

    @Override
    public List<Value> read(Settings options) throws IOException {
      if (failure.isPresent()) {
        throw new IOException(failure.get());
      }
      mistake.run();
      String prefix = options.prefix();
      opened.add(prefix);
      return List.of(
          new Value("GRP", prefix.equals("b") ? "number" : "text", prefix + "1", prefix + ":1"),
          new Value("grp", "other", prefix + "2", prefix + ":2"));
    }
  }

  /// A source whose options lack what makes them options.
  static final class Undeclared implements ConfigSource<Undeclared.Plain> {
    record Plain(String text) {}

    @Override
    public String driver() {
      return "bad";
    }

    @Override
    public Class<Plain> options() {
      return Plain.class;
    }

    @Override
    public List<Value> read(Plain options) {
      return List.of();
    }
  }

  @TempDir Path directory;
  private ProgramOnDisk disk;
  private HttpServer server;
  private final Fake fake = new Fake();
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);

  @BeforeEach
  void start() throws IOException {
    disk = new ProgramOnDisk(directory);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Thread::startVirtualThread);
    server.createContext(
        "/",
        exchange -> {
          String page = pages.get(exchange.getRequestURI().getPath());
          if (exchange.getRequestURI().getPath().equals("/slow")) {
            waitForEnd();
          }
          byte[] body = (page == null ? "" : page).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              page == null ? 404 : 200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private void waitForEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  private String uri(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void configure(String lines) {
    disk.file("etc/prog.conf", lines);
  }

  private ConfigBuilder program() {
    return disk.program(Options.class).source(fake);
  }

  private Options load() {
    return program().load(new String[0]).get(Options.class);
  }

  @Test
  void none_is_opened_unless_it_is_listed() { // E01
    configure("[a]|driver = fake|prefix = a");
    assertEquals("default", load().text());
    configure("[DEFAULT]|config_source =|[a]|driver = fake|prefix = a");
    assertEquals("default", load().text());
    assertEquals(List.of(), fake.opened);
  }

  @Test
  void the_first_listed_wins() { // E06
    configure(
        "[DEFAULT]|config_source = one, two|[one]|driver=fake|prefix=x|[two]|driver=fake|prefix=y");
    assertEquals("x1", load().text());
    assertEquals("x2", load().other());
    assertEquals(List.of(), disk.warnings);
  }

  @Test
  void files_are_stronger_and_defaults_weaker() { // P36, A10.3
    configure("[DEFAULT]|config_source = one|[one]|driver = fake|prefix = x|[grp]|other = file");
    Config config = program().defaultOf("grp", "text", "mine").load(new String[0]);
    assertEquals("x1", config.get(Options.class).text());
    assertEquals("file", config.get(Options.class).other());
    assertEquals(new Origin.InSource("one", "x:1"), config.origin("grp", "text"));
    ConfigSnapshot copy = ConfigSnapshot.parse(config.snapshot().toText());
    assertEquals(config.snapshot(), copy);
  }

  @Test
  void what_is_missing_is_named() { // E03 ours: errors, not log lines
    configure(
        "[DEFAULT]|config_source = none, other, bare|[other]|driver = fak|[bare]|driver=fake");
    assertEquals(
        List.of(
            "[bare] prefix is required but not set (set it in a file or with --bare-prefix)",
            "[other] driver: there is no driver 'fak', only fake, remote_file (did you mean fake?)",
            "[none] driver is required but not set (set it in a file or with --none-driver)"),
        disk.refusal(program()));
  }

  @Test
  void values_are_checked_like_all_others() {
    configure("[DEFAULT]|config_source = one|[one]|driver = fake|prefix = b");
    assertEquals(List.of("b:1: [grp] number: 'b1' is not an integer"), disk.refusal(program()));
  }

  @Test
  void nothing_is_missing_when_a_source_could_not_be_read() {
    configure("[DEFAULT]|config_source = one|[one]|driver = fake|prefix = x");
    fake.failure = Optional.of("the server is away");
    assertEquals(
        List.of("source [one] cannot be read: the server is away"),
        disk.refusal(program().groups(Sample.Database.class)));
    configure("[DEFAULT]|config_source = one|[one]|driver = fake");
    assertEquals(
        List.of("[one] prefix is required but not set (set it in a file or with --one-prefix)"),
        disk.refusal(program().groups(Sample.Database.class)));
  }

  @Test
  void a_failure_at_reload_keeps_what_is_there() {
    configure("[DEFAULT]|config_source = one|[one]|driver = fake|prefix = x");
    Config config = program().load(new String[0]);
    fake.failure = Optional.of("the server is away");
    ConfigException refusal = assertThrows(ConfigException.class, config::prepareReload);
    assertEquals("source [one] cannot be read: the server is away", refusal.getMessage());
    assertEquals("x1", config.get(Options.class).text());
    fake.failure = Optional.empty();
    configure("[DEFAULT]|config_source = one|[one]|driver = fake|prefix = z");
    config.commit(config.prepareMutate());
    assertEquals("z2", config.get(Options.class).other());
    assertEquals("x1", config.get(Options.class).text());
  }

  @Test
  void a_mistake_in_a_driver_is_an_error_that_names_the_source() {
    configure("[DEFAULT]|config_source = one|[one]|driver = fake|prefix = x|password = hunter2");
    Config config = program().load(new String[0]);
    List<Runnable> mistakes =
        List.of(
            () -> {
              throw new IllegalStateException("no hunter2");
            },
            () -> {
              throw new NoClassDefFoundError("no hunter2");
            },
            () -> {
              throw new ServiceConfigurationError("no hunter2");
            });
    for (Runnable mistake : mistakes) {
      fake.mistake = mistake;
      String error = assertInstanceOf(Rejected.class, config.mutate()).errors().toString();
      assertTrue(error.contains("source [one] failed: java."), error);
      assertTrue(error.contains("Error: no ****") || error.contains("Exception: no ****"), error);
    }
    assertEquals("x1", config.get(Options.class).text());
  }

  @Test
  void a_driver_whose_options_cannot_be_understood_is_named() {
    configure("[DEFAULT]|config_source = one|[one]|driver = bad");
    List<String> errors = disk.refusal(program().source(new Undeclared()));
    assertEquals(1, errors.size(), errors::toString);
    assertTrue(errors.getFirst().startsWith("source [one] failed: "), errors::toString);
    assertTrue(errors.getFirst().contains("Plain has no @Group"), errors::toString);
  }

  private void configureHttp(String path) {
    configure(
        "[DEFAULT]|config_source = web|[web]|driver = remote_file|uri = "
            + uri(path)
            + "|timeout=30");
  }

  @Test
  void a_file_on_a_server_is_read_like_a_local_one() { // E04, E05
    pages.put("/app.conf", "\ufeff[grp]\nformer = far\nnumber = 7\nmany = a\nmany = b\n");
    configureHttp("/app.conf?token=hunter2");
    Config config = program().load(new String[0]);
    assertEquals(new Options("far", 7, "d", List.of("a", "b")), config.get(Options.class));
    assertEquals(uri("/app.conf") + ":3:10", config.origin("grp", "number").toString());
    assertTrue(
        disk.warnings.getFirst().contains("former is an old name"), disk.warnings.toString());
  }

  @Test
  void what_a_server_does_wrong_is_said_without_query_and_password() { // E04
    configureHttp("/missing?token=hunter2");
    assertEquals(
        List.of("source [web] cannot be read: " + uri("/missing") + ": the server answered 404"),
        disk.refusal(program()));
    pages.put("/broken", "number = 7\n");
    configureHttp("/broken");
    assertEquals(
        List.of(
            uri("/broken") + ":1:1: 'number' is set before any section (write [DEFAULT] above it)"),
        disk.refusal(program()));
  }

  @Test
  void a_server_that_is_not_there_is_an_error() {
    configureHttp("/x");
    server.stop(0);
    List<String> errors = disk.refusal(program());
    assertEquals(1, errors.size());
    assertTrue(
        errors.getFirst().startsWith("source [web] cannot be read: " + uri("/x")),
        errors.getFirst());
  }

  @Test
  void a_server_that_does_not_answer_is_left_in_time() {
    configure(
        "[DEFAULT]|config_source = web|[web]|driver = remote_file|uri = "
            + uri("/slow")
            + "|timeout = 1");
    assertEquals(
        List.of("source [web] cannot be read: " + uri("/slow") + ": no complete answer in 1 s"),
        disk.refusal(program()));
  }

  @Test
  void certificates_that_cannot_be_used_are_named() {
    disk.file("empty.pem", "");
    configure(
        "[DEFAULT]|config_source = web|[web]|driver = remote_file|uri = https://127.0.0.1:1/|ca_path = "
            + directory
            + "/empty.pem");
    assertEquals(
        List.of("source [web] cannot be read: empty.pem: no certificate in it"),
        disk.refusal(program()));
  }

  @Test
  void variables_may_name_sources_and_set_their_options() {
    configure("[c]|driver = fake|prefix = file");
    disk.environment.put("OS_DEFAULT__CONFIG_SOURCE", "a,c");
    disk.environment.put("OS_A__DRIVER", "fake");
    disk.environment.put("OS_A__PREFIX", "a");
    disk.environment.put("OS_C__PREFIX", "c");
    assertEquals("a1", load().text());
    assertEquals(List.of("c", "a"), fake.opened);
    assertEquals(List.of(), disk.warnings);
  }
}
