package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The example system as a program of its own, with one worker for its API.
final class RunningOrchestrator implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PATH = "/v1/vnf_instances";

  private final Process process;
  private final Path output;
  private final ControlSocket control;
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI instances;

  private RunningOrchestrator(Process process, Path output, Path state)
      throws IOException, InterruptedException {
    this.process = process;
    this.control = new ControlSocket(state);
    this.output = output;
    await("all services are ready", 0);
    this.instances = URI.create(await("curl (http://127\\.0\\.0\\.1:\\d+" + PATH + ")", 1));
  }

  /// Starts it and waits until it is ready.
  ///
  /// @param directory with a short path, for its state
  /// @param options lines of `[DEFAULT]`
  static RunningOrchestrator start(Path directory, String options)
      throws IOException, InterruptedException {
    Path file = directory.resolve("orchestrator.conf");
    Files.writeString(
        file,
        """
        [DEFAULT]
        %s
        [launcher]
        aot_cache = false
        """
            .formatted(options));
    Path output = directory.resolve("output.log");
    Path state = directory.resolve("s");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.perennial.examples.orchestrator.Demo",
                "--port=0",
                "--workers=1",
                "--state-dir=" + state,
                "--config-file=" + file)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output.toFile())
            .start();
    return new RunningOrchestrator(process, output, state);
  }

  /// The port of the backdoor of the worker that serves the API.
  int backdoorPort() throws IOException, InterruptedException {
    String pid = await("orchestrator-api/0 \\(pid (\\d+)\\) is ready", 1);
    return Integer.parseInt(await("backdoor of process " + pid + " on port (\\d+)", 1));
  }

  /// Where its instances are.
  URI instances() {
    return instances;
  }

  /// Reloads by SIGHUP and waits until the new workers serve.
  void reload(int generation) throws IOException, InterruptedException {
    signal(process.pid(), "HUP");
    await("reloaded: generation (" + generation + ") serves", 1);
  }

  /// The workers of a service of a generation, as they became ready.
  List<Long> pids(String service, int generation) throws IOException {
    return Pattern.compile(service + "/\\d+ \\(pid (\\d+)\\) is ready, generation " + generation)
        .matcher(Files.readString(output))
        .results()
        .map(found -> Long.parseLong(found.group(1)))
        .toList();
  }

  static void signal(long pid, String name) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor());
  }

  /// Ends it by SIGTERM.
  ///
  /// @return the exit code
  int terminate() throws InterruptedException {
    process.destroy();
    assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it did not end");
    return process.exitValue();
  }

  /// Ends its supervisor by SIGKILL.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it did not end");
  }

  long countLines(String part) throws IOException {
    return lines(part).size();
  }

  /// The lines of its log with this text.
  List<String> lines(String part) throws IOException {
    return Files.readString(output).lines().filter(line -> line.contains(part)).toList();
  }

  /// How many requests each worker of a service has answered, by process id, as operators see it
  /// once nothing is under way.
  Map<Long, Long> requests(String service) {
    Map<Long, Long> requests = new TreeMap<>();
    Waiting.until(
        "nothing is under way in " + service,
        PATIENCE,
        () -> {
          requests.clear();
          boolean idle = true;
          for (JsonNode worker : control.workers(service)) {
            requests.put(worker.path("pid").asLong(), worker.path("requests_total").asLong());
            idle &= worker.path("in_flight").asInt() == 0;
          }
          return idle;
        });
    return requests;
  }

  /// What `perennial services` is told.
  String services(String... words) throws IOException {
    return control.ask("perform services " + String.join(" ", words));
  }

  /// Its metrics, as Prometheus reads them.
  String metrics() throws IOException {
    return control.ask("metrics");
  }

  /// Creates, reads and lists instances, so many rounds one after the other.
  void load(int rounds) throws IOException, InterruptedException {
    for (int i = 0; i < rounds; i++) {
      String location = send("POST", instances, "{\"name\": \"n" + i + "\"}");
      send("GET", instances.resolve(location), "");
      send("GET", URI.create(instances + "?limit=20"), "");
    }
  }

  private String send(String method, URI uri, String body)
      throws IOException, InterruptedException {
    var answer =
        client.send(
            HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .build(),
            BodyHandlers.ofString());
    assertTrue(List.of(200, 201).contains(answer.statusCode()), answer::body);
    return answer.headers().firstValue("Location").orElse("");
  }

  private String await(String pattern, int group) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Matcher found = Pattern.compile(pattern).matcher(Files.readString(output));
      if (found.find()) {
        return found.group(group);
      }
      Thread.sleep(50);
    }
    throw new AssertionError(pattern + " is not in:\n" + Files.readString(output));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
