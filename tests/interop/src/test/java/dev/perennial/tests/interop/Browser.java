package dev.perennial.tests.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A page in headless Chromium, used as a person would: over the DevTools protocol come real events
/// of mouse and keyboard.
final class Browser implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;
  private static final String COMMAND = "chromium-headless-shell";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Process process;
  private final WebSocket socket;
  private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private int number;

  private Browser(Process process, String page) throws IOException {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(page), new Messages())
            .join();
  }

  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        messages.add(text.toString());
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(from, part, isLast);
    }
  }

  /// @param profile directory for the browser's own files
  static Browser open(Path page, Path profile) throws IOException, InterruptedException {
    // The tests run as root, for whom Chromium has no sandbox; the page is our own.
    Process process =
        new ProcessBuilder(
                COMMAND,
                "--no-sandbox",
                "--disable-gpu",
                // A container has little of that.
                "--disable-dev-shm-usage",
                "--window-size=1200,900",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                page.toUri().toString())
            .redirectErrorStream(true)
            .start();
    String port = debuggingPort(process);
    String pages =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json")).build(),
                BodyHandlers.ofString())
            .body();
    return new Browser(
        process, MAPPER.readTree(pages).get(0).path("webSocketDebuggerUrl").asString());
  }

  // DevTools listening on ws://127.0.0.1:40381/devtools/browser/...
  private static String debuggingPort(Process process) throws IOException {
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith("DevTools listening on ")) {
        return line.replaceFirst(".*127\\.0\\.0\\.1:(\\d+)/.*", "$1");
      }
    }
    throw new IOException(COMMAND + " did not start");
  }

  /// The value of an expression of the page's script; empty if it has none.
  String value(String expression) throws InterruptedException {
    return send("Runtime.evaluate", Map.of("expression", "String(" + expression + ")"))
        .path("result")
        .path("value")
        .asString();
  }

  /// Waits until an expression has a value: a page takes its time to load and to react.
  void await(String expression, String value) throws InterruptedException {
    Waiting.until(
        expression + " to be " + value,
        Duration.ofSeconds(PATIENCE_SECONDS),
        () -> value(expression).equals(value));
  }

  /// Clicks into the middle of an element.
  void click(String element) throws InterruptedException {
    // A mouse reaches only what can be seen.
    value("(" + element + ").scrollIntoView({block: 'center', behavior: 'instant'}) || ''");
    String box = "(" + element + ").getBoundingClientRect()";
    double x = Double.parseDouble(value(box + ".x + " + box + ".width / 2"));
    double y = Double.parseDouble(value(box + ".y + " + box + ".height / 2"));
    for (String type : new String[] {"mousePressed", "mouseReleased"}) {
      send(
          "Input.dispatchMouseEvent",
          Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
    }
  }

  /// Types into the element that has the focus.
  void type(String text) throws InterruptedException {
    send("Input.insertText", Map.of("text", text));
  }

  void press(String key) throws InterruptedException {
    for (String type : new String[] {"keyDown", "keyUp"}) {
      send("Input.dispatchKeyEvent", Map.of("type", type, "key", key));
    }
  }

  private JsonNode send(String method, Map<String, Object> parameters) throws InterruptedException {
    int id = ++number;
    socket
        .sendText(
            MAPPER.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)),
            true)
        .join();
    while (true) {
      String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no answer to " + method);
      }
      JsonNode answer = MAPPER.readTree(message);
      if (answer.path("id").asInt() == id) {
        return answer.path("result");
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
