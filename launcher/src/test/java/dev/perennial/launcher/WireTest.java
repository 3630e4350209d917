package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.service.Activity;
import dev.perennial.service.BaseService;
import dev.perennial.service.BusConnection;
import dev.perennial.service.BusConnections.Shown;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What goes over the control socket and through the environment comes out as it went in.
class WireTest {

  static final List<WorkerOrder> ORDERS =
      List.of(
          new WorkerOrder.TakeOver(),
          new WorkerOrder.Drain(60_000),
          new WorkerOrder.Drain(-1),
          new WorkerOrder.ReportActivity(),
          new WorkerOrder.Perform(7, List.of("tasks", "pause", "a name\nof two lines")),
          new WorkerOrder.Prepare("line one\nline two \\ with = signs\r\n"),
          new WorkerOrder.Commit(),
          new WorkerOrder.Abort());

  private static final List<Shown> BUS =
      List.of(
          new Shown("api", connection("publish", BusConnection.State.CONNECTED, "")),
          new Shown("api", connection("publish", BusConnection.State.BLOCKED, "low on\nmemory")));

  static final List<WorkerMessage> MESSAGES =
      List.of(
          new WorkerMessage.Ready(),
          new WorkerMessage.Failed("java.lang.IllegalStateException: a\n b"),
          new WorkerMessage.Failed(""),
          new WorkerMessage.WantsToLeave(),
          new WorkerMessage.Reports(new Activity(12, 3), Optional.empty(), List.of()),
          new WorkerMessage.Reports(
              new Activity(12, 3), Optional.of(Instant.parse("2027-01-01T00:00:00Z")), BUS),
          new WorkerMessage.Performed(7, new Performance(Performance.Kind.DONE, "[{\"a\": 1}]")),
          new WorkerMessage.Performed(8, new Performance(Performance.Kind.ABSENT, "")),
          new WorkerMessage.Prepared(2),
          new WorkerMessage.Switched(2, ""),
          new WorkerMessage.Switched(2, "listener a: no"),
          new WorkerMessage.Refused(2, "because"));

  private static BusConnection connection(
      String purpose, BusConnection.State state, String reason) {
    Instant since = Instant.parse("2026-01-01T00:00:00.001Z");
    return new BusConnection(purpose, state, "[::1]:5672", since, reason);
  }

  @ParameterizedTest
  @FieldSource("ORDERS")
  void an_order_is_one_line_and_reads_back(WorkerOrder order) {
    assertFalse(order.toLine().contains("\n"));
    assertEquals(order, WorkerOrder.parse(order.toLine()));
  }

  @ParameterizedTest
  @FieldSource("MESSAGES")
  void a_message_is_one_line_and_reads_back(WorkerMessage message) {
    assertFalse(message.toLine().contains("\n"));
    assertEquals(message, WorkerMessage.parse(message.toLine()));
  }

  @Test
  void an_answer_that_is_longer_than_a_line_may_be_is_a_failure_and_not_the_end_of_the_worker() {
    String longest = "x".repeat(WorkerMessage.MAX_LINE - "performed 7 DONE ".length());
    assertEquals(performed(longest), WorkerMessage.parse(performed(longest).toLine()));
    assertEquals(
        new WorkerMessage.Performed(
            7,
            new Performance(
                Performance.Kind.FAILED,
                "the answer has 16777217 characters, and 16777216 are possible")),
        WorkerMessage.parse(performed(longest + "x").toLine()));
  }

  private static WorkerMessage performed(String text) {
    return new WorkerMessage.Performed(7, new Performance(Performance.Kind.DONE, text));
  }

  @Test
  void a_service_that_cannot_say_what_it_does_has_nothing_to_report() {
    BaseService service =
        new BaseService() {
          @Override
          public Activity activity() {
            throw new IllegalStateException("it was not counted");
          }
        };
    assertEquals(WorkerMessage.Reports.NOTHING, WorkerMessage.Reports.of(service));
  }

  @Test
  void what_is_neither_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> WorkerOrder.parse("sing"));
    assertThrows(IllegalArgumentException.class, () -> WorkerMessage.parse("sing"));
    assertThrows(IllegalArgumentException.class, () -> ControlRequest.parse(List.of("sing")));
  }

  @Test
  void any_words_survive_being_fields() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      List<String> words = List.of(word(random), word(random), word(random));
      assertEquals(words, Fields.split(Fields.join(words.toArray())), "seed " + seed);
    }
  }

  @Test
  void the_assignment_of_a_worker_passes_through_its_environment() {
    WorkerEnvironment given =
        new WorkerEnvironment(
            "api",
            2,
            7,
            true,
            true,
            Path.of("/run/x/control.sock"),
            "abc",
            List.of("127.0.0.1:80", "unix:/tmp/a b.sock"));
    Map<String, String> environment = given.addTo(Map.of("PATH", "/bin", "NOTIFY_SOCKET", "@x"));
    assertEquals(Optional.of(given), WorkerEnvironment.from(ofThisProcess(environment)));
    assertFalse(environment.containsKey("NOTIFY_SOCKET"));
    assertEquals(List.of(0, 3), given.listenerDescriptors());
    assertEquals("/dev/fd/4", environment.get("PERENNIAL_SNAPSHOT"));
  }

  @Test
  void a_worker_without_sockets_finds_its_configuration_at_3() {
    WorkerEnvironment given =
        new WorkerEnvironment("job", 0, 1, false, false, Path.of("/c"), "t", List.of());
    assertEquals("/dev/fd/3", given.addTo(Map.of()).get("PERENNIAL_SNAPSHOT"));
    assertEquals(Optional.of(given), WorkerEnvironment.from(ofThisProcess(given.addTo(Map.of()))));
  }

  @Test
  void what_a_worker_starts_is_no_worker() {
    WorkerEnvironment given =
        new WorkerEnvironment("job", 0, 1, false, false, Path.of("/c"), "t", List.of());
    Map<String, String> inherited = given.addTo(Map.of("PERENNIAL_WORKER", "1"));
    assertEquals(Optional.empty(), WorkerEnvironment.from(inherited));
  }

  // As the shell does that becomes the worker.
  private static Map<String, String> ofThisProcess(Map<String, String> environment) {
    Map<String, String> own = new HashMap<>(environment);
    own.put("PERENNIAL_WORKER", Long.toString(ProcessHandle.current().pid()));
    return own;
  }

  @Test
  void a_process_that_nobody_assigned_is_no_worker() {
    assertEquals(Optional.empty(), WorkerEnvironment.from(Map.of("PATH", "/bin")));
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    String alphabet = "ab\\ \n\rsnré=";
    for (int i = random.nextInt(6); i > 0; i--) {
      word.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return word.toString();
  }
}
