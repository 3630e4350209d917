package dev.perennial.tests.interop;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Debian's `python3-oslo.messaging` in one process that lives as long as the test: server, client,
/// notifier and listener.
final class OsloMessaging implements AutoCloseable {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private OsloMessaging(Process process) {
    this.process = process;
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static OsloMessaging start(Broker broker) throws IOException {
    return start(broker.url());
  }

  /// The same with a URL of one's own, whose query may have options.
  static OsloMessaging start(String url) throws IOException {
    return start(url, "openstack");
  }

  /// The same with a control exchange of one's own.
  static OsloMessaging start(String url, String exchange) throws IOException {
    Path program = Path.of("src/test/resources/oslo_messaging_peer.py").toAbsolutePath();
    return new OsloMessaging(
        new ProcessBuilder(
                "/usr/bin/python3", "-X", "utf8", "-W", "ignore", program.toString(), url, exchange)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /// What a Python caller saw: a result, or the class and text of an exception.
  record Outcome(JsonNode result, String error, String text) {}

  Outcome call(String topic, Map<String, ?> how, String method, Map<String, ?> args)
      throws IOException {
    return ask("call", message(topic, how, method, args));
  }

  void cast(String topic, Map<String, ?> how, String method, Map<String, ?> args)
      throws IOException {
    require(ask("cast", message(topic, how, method, args)));
  }

  /// Its options and their old names, each as section, name, default.
  JsonNode options() throws IOException {
    return require(ask("options", Map.of()));
  }

  /// Sets an option of `[DEFAULT]`, for what is served from now on.
  void setOption(String name, Object value) throws IOException {
    require(ask("set_option", Map.of("name", name, "value", value)));
  }

  void serve(String topic, String server) throws IOException {
    require(ask("serve", Map.of("topic", topic, "server", server)));
  }

  void listen(String topic) throws IOException {
    require(ask("listen", Map.of("topic", topic)));
  }

  /// Listens in a pool.
  void listen(String topic, String pool) throws IOException {
    require(ask("listen", Map.of("topic", topic, "pool", pool)));
  }

  void notify(String topic, String priority, String event, Object payload) throws IOException {
    require(
        ask(
            "notify",
            Map.of("topic", topic, "priority", priority, "event", event, "payload", payload)));
  }

  /// What its endpoints were told since the last time.
  JsonNode notes() throws IOException {
    return require(ask("drain_notes", Map.of()));
  }

  void stop() throws IOException {
    require(ask("stop", Map.of()));
  }

  private static Map<String, Object> message(
      String topic, Map<String, ?> how, String method, Map<String, ?> args) {
    Map<String, Object> context = Map.of("user_id", "py", "request_id", "req-py");
    return Map.of("topic", topic, "how", how, "method", method, "args", args, "context", context);
  }

  private synchronized Outcome ask(String what, Map<String, ?> arguments) throws IOException {
    Map<String, Object> request = new HashMap<>(arguments);
    request.put("do", what);
    requests.write(MAPPER.writeValueAsString(request));
    requests.newLine();
    requests.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the peer has ended; is the package python3-oslo.messaging installed?");
    }
    JsonNode json = MAPPER.readTree(answer);
    return new Outcome(
        json.path("result"), json.path("error").asString(""), json.path("text").asString(""));
  }

  private static JsonNode require(Outcome outcome) {
    if (!outcome.error().isEmpty()) {
      throw new IllegalStateException(outcome.error() + ": " + outcome.text());
    }
    return outcome.result();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
