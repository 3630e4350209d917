package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What operators see of a process that runs, and what a process leaves that had to be killed.
class LookInsideTest {

  @RegisterExtension private final Programs programs = new Programs();

  private Program startReady() throws Exception {
    return programs.startReady(
        programs.file().services("api 1 rolling 127.0.0.1:0").gracefulTimeout(2));
  }

  private static String ask(Program program, String request) throws Exception {
    Control.Answer answer = program.ask(request);
    assertTrue(answer.ok(), answer::text);
    return answer.text();
  }

  private static URI uri(Program program, String path) throws Exception {
    Target.Tcp tcp = (Target.Tcp) program.tcp();
    return URI.create("http://127.0.0.1:" + tcp.port() + path);
  }

  // A request that nobody answers while the test lasts, and the dump of the process that has it.
  private static String dumpWithRequestInFlight(Program program) throws Exception {
    return dumpWithRequestInFlight(program, "/slow?ms=600000", "Answers.slow");
  }

  private static String dumpWithRequestInFlight(Program program, String path, String handler)
      throws Exception {
    var _ = OneRequest.getLater(program.tcp(), path);
    return Waiting.value(
        "the request in the dump",
        Program.PATIENCE,
        () ->
            Stream.of(ask(program, "perform-in api/0 dump"))
                .filter(dump -> dump.contains(handler))
                .findFirst());
  }

  @Test
  void a_dump_shows_the_services_and_the_virtual_thread_of_a_request() throws Exception {
    Program program = startReady();
    String dump = dumpWithRequestInFlight(program);
    for (String part :
        List.of(
            "\"name\":\"api\",\"state\":\"running\"",
            "\"in_flight\":1",
            "\"in_flight\":{\"count\":",
            "\"kind\":\"request\",\"what\":\"GET /slow\",\"id\":\"req-",
            "\"virtual\":true",
            "\"not_accepted\":0",
            "\"waited_for\":[",
            "\"rss_bytes\":")) {
      assertTrue(dump.contains(part), () -> part + " is not in " + dump);
    }
    assertTrue(ask(program, "perform-in supervisor dump").contains("\"role\":\"supervisor\""));
  }

  @Test
  void a_worker_whose_virtual_threads_all_compute_can_be_looked_into() throws Exception {
    ProgramFile file = programs.file();
    file.services("api 1 rolling 127.0.0.1:0")
        .set("DEFAULT", "backdoor_socket", file.path("backdoor").toString())
        .set(
            "launcher",
            "worker_java_options",
            "-Xmx128m,-Djdk.virtualThreadScheduler.parallelism=1");
    Program program = programs.startReady(file);
    dumpWithRequestInFlight(program, "/compute", "Answers.compute");
    String threads = BackdoorClient.pipe(file.path("backdoor"), "pgt()\n");
    assertTrue(threads.contains("Answers.compute"), threads);
  }

  @Test
  void dumps_without_a_pause_beside_busy_threads_harm_nobody() throws Exception {
    Program program = startReady();
    Set<Long> workers = program.workers();
    ask(program, "perform-in api/0 profile begin wall");
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> clients = new ArrayList<>();
    AtomicLong answered = new AtomicLong();
    URI brief = uri(program, "/value");
    URI asleep = uri(program, "/slow?ms=1");
    for (URI uri : List.of(brief, asleep, brief, asleep)) {
      clients.add(Thread.ofPlatform().start(() -> use(uri, over, answered)));
    }
    int dumps = Form.choose(20, 2000);
    for (int i = 0; i < dumps; i++) {
      ask(program, "perform-in api/0 dump");
    }
    over.set(true);
    for (Thread client : clients) {
      client.join();
    }
    ask(program, "perform-in api/0 profile end");
    Form.summary("LookInside", dumps + " dumps beside " + answered + " requests, no crash");
    assertEquals(workers, program.workers(), program::explanation);
    assertTrue(answered.get() > 0);
  }

  private static void use(URI uri, AtomicBoolean over, AtomicLong answered) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      while (!over.get()) {
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
          throw new IOException("answered with " + status);
        }
        answered.incrementAndGet();
      }
    } catch (IOException | InterruptedException failure) {
      answered.set(Long.MIN_VALUE);
    }
  }

  @Test
  void a_worker_that_is_late_leaves_its_stacks_and_a_report() throws Exception {
    Program program = startReady();
    long worker = program.workers().iterator().next();
    dumpWithRequestInFlight(program);
    program.signal("TERM");
    assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
    program.awaitLine("the stacks", line -> line.contains("Full thread dump"));
    Path report = program.file().stateDirectory().resolve("report-api-0-" + worker + ".txt");
    String text = Files.readString(report);
    assertTrue(text.contains("state: draining"), text);
    assertTrue(text.contains("Answers.slow"), text);
  }

  @Test
  void ctrl_c_ends_a_profile_early_and_writes_it() throws Exception {
    Program program = startReady();
    Path output = program.file().path("early.html");
    try (Terminal terminal =
        Terminal.start(
            program.file().directory(),
            Map.of(),
            "profile",
            "api/0",
            "--seconds=3600",
            "--output=" + output,
            "--state-dir=" + program.file().stateDirectory())) {
      terminal.await("profiling api/0");
      terminal.type("\u0003");
      assertEquals(130, terminal.awaitExit(), terminal::screen);
    }
    assertTrue(Files.readString(output).contains("<html"), "a flame graph");
    ask(program, "perform-in api/0 profile begin");
  }

  @Test
  void a_profile_of_one_process_becomes_a_flame_graph() throws Exception {
    Program program = startReady();
    ask(program, "perform-in api/0 profile begin");
    assertTrue(program.ask("perform-in api/0 profile begin").text().contains("running already"));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(uri(program, "/value")).build();
      for (int i = 0; i < 300; i++) {
        client.send(request, BodyHandlers.discarding());
      }
    }
    assertMakesAFlameGraph(ask(program, "perform-in api/0 profile end"));
  }

  @Test
  void the_supervisor_can_be_profiled_as_well() throws Exception {
    Program program = startReady();
    ask(program, "perform-in supervisor profile begin");
    program.status();
    assertMakesAFlameGraph(ask(program, "perform-in supervisor profile end"));
  }

  private static void assertMakesAFlameGraph(String answer) throws IOException {
    Matcher made = Pattern.compile("\"file\":\"([^\"]+)\"").matcher(answer);
    assertTrue(made.find(), answer);
    Matcher count = Pattern.compile("\"samples\":(\\d+)").matcher(answer);
    assertTrue(count.find(), answer);
    assertTrue(nodes(Path.of(made.group(1))).startsWith("0,0," + count.group(1)), answer);
  }

  // Of the root: the name, the depth and the samples of all.
  private static String nodes(Path html) throws IOException {
    try (InputStream in = Files.newInputStream(html)) {
      String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return page.substring(page.indexOf("\"nodes\":[") + "\"nodes\":[".length());
    }
  }
}
