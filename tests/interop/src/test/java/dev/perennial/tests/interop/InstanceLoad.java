package dev.perennial.tests.interop;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/// Clients that create instances without a pause, each on a connection of its own, and remember
/// what they were told.
final class InstanceLoad implements AutoCloseable {

  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]+)\"");
  private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");
  private static final int PATIENCE_MILLIS = 60_000;

  /// An answer of the API.
  record Answer(int status, String text) {}

  private final URI instances;
  private final List<Thread> clients = new ArrayList<>();
  private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  private InstanceLoad(URI instances) {
    this.instances = instances;
  }

  static InstanceLoad start(URI instances, int clients) {
    InstanceLoad load = new InstanceLoad(instances);
    for (int i = 0; i < clients; i++) {
      load.clients.add(Thread.ofPlatform().name("client-" + i).start(load::run));
    }
    return load;
  }

  /// Waits until so many more instances were created.
  void awaitMore(int count) {
    int goal = acknowledged.size() + count;
    Waiting.until(
        count + " more instances; failures: " + failures,
        Broker.PATIENCE,
        () -> acknowledged.size() >= goal);
  }

  /// Ends the load when the requests under way have their answers.
  InstanceLoad stop() throws InterruptedException {
    stopping = true;
    for (Thread client : clients) {
      client.join();
    }
    return this;
  }

  /// The ids of what was created, as far as somebody was told.
  Set<String> acknowledged() {
    return new TreeSet<>(acknowledged);
  }

  /// What came instead of a created instance, but for refused connections.
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    stopping = true;
  }

  /// The ids of all instances there are.
  static Set<String> list(URI instances) throws IOException {
    Set<String> ids = new TreeSet<>();
    URI page = URI.create(instances + "?limit=1000");
    while (true) {
      Answer answer = send("GET", page, "");
      ID.matcher(answer.text()).results().forEach(found -> ids.add(found.group(1)));
      var next = NEXT.matcher(answer.text());
      if (!next.find()) {
        return ids;
      }
      page = instances.resolve(next.group(1));
    }
  }

  static Answer send(String method, URI uri, String body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setRequestProperty("Connection", "close");
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    if (!body.isEmpty()) {
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
    int status = connection.getResponseCode();
    try (InputStream text =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(
          status, text == null ? "" : new String(text.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private void run() {
    while (!stopping) {
      try {
        Answer answer = send("POST", instances, "{\"name\": \"load\"}");
        var id = ID.matcher(answer.text());
        if (answer.status() == 201 && id.find()) {
          acknowledged.add(id.group(1));
        } else {
          failures.add(answer.toString());
        }
      } catch (ConnectException refused) {
        Thread.onSpinWait();
      } catch (IOException failure) {
        failures.add(failure.toString());
      }
    }
  }
}
