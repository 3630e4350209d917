package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.registry.Database;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirDeletionStrategy.IgnoreFailures;
import tools.jackson.databind.json.JsonMapper;

/// The demo on RabbitMQ and PostgreSQL, by nothing but its configuration file, with two conductors
/// that share the work: what was answered is true, whatever happens to the processes and the
/// database, which is not there when it starts.
@Timeout(300)
class OrchestratorOnServersTest {

  private static final int CLIENTS = 4;
  private static final int CONDUCTORS = 2;
  private static final String CANNOT_REPORT = "conductor on one cannot report";
  private static final String REPORTS_AGAIN = "conductor on one reports again";
  private static final String CONDUCTOR = "orchestrator-conductor";
  // Other tests have made one of the default name, which is not durable.
  private static final String EXCHANGE = "orchestrator";
  private static final int RELOADS = Form.choose(1, 20);

  private final PostgresqlServer database = PostgresqlServer.shared();

  @TempDir(deletionStrategy = IgnoreFailures.class)
  private Path directory;

  @Test
  void no_call_is_lost_in_reloads_and_no_acknowledged_record_with_a_killed_process()
      throws Exception {
    database.stop();
    try (RunningOrchestrator program = RunningOrchestrator.start(directory, options())) {
      URI instances = program.instances();
      findDatabase(program);
      liveThroughAll(instances);
      disableAndEnable(program);
      assertDurableQueues();
      Set<String> acknowledged = shareWork(program);
      acknowledged.addAll(reloadUnderLoad(program));
      assertEquals(acknowledged, InstanceLoad.list(instances));
      assertEquals(acknowledged, listInPython());
      acknowledged.addAll(killUnderLoad(program));
      Set<String> present = InstanceLoad.list(instances);
      assertTrue(present.containsAll(acknowledged), "acknowledged records are missing");
      loseDatabase(program);
      stopUnderLoad(program);
      Form.summary(
          "OrchestratorOnServersTest reloads=" + RELOADS,
          acknowledged.size()
              + " records acknowledged, none missing; in reloads none lost or twice");
    }
  }

  // Without its database the program serves: calls and checks say what is missing.
  private void findDatabase(RunningOrchestrator program) throws Exception {
    URI instances = program.instances();
    URI health = instances.resolve("/healthz");
    Waiting.until(
        "each conductor says that its database is missing",
        Broker.PATIENCE,
        () -> program.countLines("starting without it") == CONDUCTORS);
    InstanceLoad.Answer refused = InstanceLoad.send("GET", instances, "");
    assertTrue(refused.status() == 503 && refused.text().contains("database"), refused::toString);
    assertEquals(503, InstanceLoad.send("GET", health, "").status());
    String services = program.services("list");
    assertTrue(services.contains("Connection refused"), services);
    database.startAgain();
    Waiting.until(
        "calls succeed and all is well",
        Broker.PATIENCE,
        () ->
            InstanceLoad.send("GET", instances, "").status() == 200
                && InstanceLoad.send("GET", health, "").status() == 200);
  }

  // Every state that an instance can be in, until nothing is left of it.
  private void liveThroughAll(URI instances) throws Exception {
    InstanceLoad.Answer made = InstanceLoad.send("POST", instances, "{\"name\": \"short-lived\"}");
    assertEquals(201, made.status(), made::text);
    String id = new JsonMapper().readTree(made.text()).path("id").asString();
    URI instance = URI.create(instances + "/" + id);
    awaitActive(instance);
    InstanceLoad.Answer healing = InstanceLoad.send("POST", URI.create(instance + "/heal"), "");
    assertTrue(healing.status() == 202 && healing.text().contains("HEALING"), healing::toString);
    awaitActive(instance);
    assertEquals(204, InstanceLoad.send("DELETE", instance, "").status());
    assertEquals(404, InstanceLoad.send("GET", instance, "").status());
    try (Database records = database.database(List.of())) {
      Waiting.until("its record is removed", Broker.PATIENCE, () -> !isRecorded(records, id));
    }
  }

  private static void awaitActive(URI instance) {
    Waiting.until(
        instance + " is active",
        Broker.PATIENCE,
        () -> {
          InstanceLoad.Answer found = InstanceLoad.send("GET", instance, "");
          return found.status() == 200 && found.text().contains("ACTIVE");
        });
  }

  private static boolean isRecorded(Database records, String id) {
    return records.run(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT 1 FROM vnf_instances WHERE id = ?")) {
        statement.setString(1, id);
        return statement.executeQuery().next();
      }
    });
  }

  private static void disableAndEnable(RunningOrchestrator program) throws IOException {
    String disabled = program.services("disable", "one", CONDUCTOR, "tests");
    assertTrue(disabled.contains("\"status\":\"disabled\""), disabled);
    assertTrue(program.services("list").contains("\"disabled_reason\":\"tests\""));
    String enabled = program.services("enable", "one", CONDUCTOR);
    assertTrue(enabled.contains("\"status\":\"enabled\""), enabled);
  }

  // As the demo's own configuration file wants it: the newest RabbitMQ has no others.
  private static void assertDurableQueues() throws Exception {
    List<String> queues =
        Broker.shared()
            .ctl("list_queues", "name", "durable")
            .lines()
            .filter(line -> line.matches("conductor(\\.one)?\\s.*"))
            .map(line -> line.replaceAll("\\s+", " "))
            .sorted()
            .toList();
    assertEquals(List.of("conductor true", "conductor.one true"), queues);
    assertTrue(
        Broker.shared()
            .ctl("list_exchanges", "name", "durable")
            .lines()
            .anyMatch(line -> line.matches(EXCHANGE + "\\s+true")));
  }

  // Each conductor did some of the work, and together they did what was asked for and no more. Its
  // log lines have the request ids of the API's.
  private static Set<String> shareWork(RunningOrchestrator program) throws Exception {
    Map<Long, Long> before = program.requests(CONDUCTOR);
    try (InstanceLoad load = InstanceLoad.start(program.instances(), CLIENTS)) {
      load.awaitMore(100);
      load.stop();
      assertEquals(List.of(), load.failures());
      Set<String> made = load.acknowledged();
      // A request may be counted a moment after its answer.
      Waiting.until(
          "as many requests as instances",
          Broker.PATIENCE,
          () -> done(program, before).stream().mapToLong(Long::longValue).sum() >= made.size());
      List<Long> parts = done(program, before);
      assertEquals(CONDUCTORS, parts.size());
      assertTrue(parts.stream().allMatch(part -> part > 0), parts::toString);
      assertEquals(made.size(), parts.stream().mapToLong(Long::longValue).sum(), parts::toString);
      assertSameRequest(program, made.iterator().next());
      return made;
    }
  }

  private static List<Long> done(RunningOrchestrator program, Map<Long, Long> before) {
    return program.requests(CONDUCTOR).entrySet().stream()
        .map(entry -> entry.getValue() - before.get(entry.getKey()))
        .toList();
  }

  private static void assertSameRequest(RunningOrchestrator program, String instance)
      throws IOException {
    String made = "instance " + instance + " is being made";
    Waiting.until("it is logged", Broker.PATIENCE, () -> program.countLines(made) == 1);
    String line = program.lines(made).getFirst();
    Matcher id = Pattern.compile("\\[ *(req-[0-9a-f-]{36}) ").matcher(line);
    assertTrue(id.find(), line);
    Waiting.until(
        "the API logs the same request",
        Broker.PATIENCE,
        () -> program.lines(id.group(1)).stream().anyMatch(each -> each.contains("POST")));
  }

  // What a client of oslo.messaging is told by a conductor.
  private Set<String> listInPython() throws Exception {
    String ids =
        new Shell(directory)
            .python(
                """
                import oslo_messaging
                from oslo_config import cfg
                cfg.CONF([])
                transport = oslo_messaging.get_rpc_transport(cfg.CONF, url='%s')
                cfg.CONF.set_override('amqp_durable_queues', True, 'oslo_messaging_rabbit')
                target = oslo_messaging.Target('%s', 'conductor', version='1.0')
                client = oslo_messaging.get_rpc_client(transport, target)
                for instance in client.call({}, 'list_vnf_instances', limit=100000):
                    print('id', instance['id'], instance['created_at'])
                """
                    .formatted(Broker.shared().url(), EXCHANGE));
    return ids.lines()
        .filter(line -> line.startsWith("id "))
        .map(line -> line.split(" ")[1])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  // Nothing is lost, and nothing runs twice: there are as many records as were acknowledged.
  private static Set<String> reloadUnderLoad(RunningOrchestrator program) throws Exception {
    try (InstanceLoad load = InstanceLoad.start(program.instances(), CLIENTS)) {
      load.awaitMore(50);
      for (int generation = 2; generation < 2 + RELOADS; generation++) {
        program.reload(generation);
        load.awaitMore(50);
      }
      load.stop();
      assertEquals(List.of(), load.failures());
      return load.acknowledged();
    }
  }

  // A call that a killed conductor had begun gets no answer, and its client waits for that beside
  // what comes next; a killed worker of the API takes its connections with it. All other calls are
  // answered.
  private static Set<String> killUnderLoad(RunningOrchestrator program) throws Exception {
    try (InstanceLoad load = InstanceLoad.start(program.instances(), CLIENTS)) {
      load.awaitMore(50);
      kill(program, CONDUCTOR);
      load.awaitMore(100);
      kill(program, "orchestrator-api");
      load.awaitMore(50);
      List<String> late = withStatus(load, "504");
      assertEquals(late, withStatus(load, ""));
      assertTrue(late.size() <= CLIENTS, late::toString);
      assertTrue(load.failures().size() - late.size() <= CLIENTS, load.failures()::toString);
      return new TreeSet<>(load.acknowledged());
    }
  }

  private static List<String> withStatus(InstanceLoad load, String status) {
    return load.failures().stream().filter(each -> each.contains("status=" + status)).toList();
  }

  private static void kill(RunningOrchestrator program, String service) throws Exception {
    RunningOrchestrator.signal(program.pids(service, 1 + RELOADS).getFirst(), "KILL");
  }

  private void loseDatabase(RunningOrchestrator program) throws Exception {
    URI instances = program.instances();
    long lost = program.countLines(CANNOT_REPORT);
    long found = program.countLines(REPORTS_AGAIN);
    database.stop();
    Waiting.until(
        "a failing call says why",
        Broker.PATIENCE,
        () -> {
          InstanceLoad.Answer answer = InstanceLoad.send("GET", instances, "");
          return answer.status() == 503 && answer.text().contains("database");
        });
    Waiting.until(
        "each conductor says once that it cannot report",
        Broker.PATIENCE,
        () -> program.countLines(CANNOT_REPORT) == lost + CONDUCTORS);
    database.startAgain();
    Waiting.until(
        "calls succeed again",
        Broker.PATIENCE,
        () -> InstanceLoad.send("GET", instances, "").status() == 200);
    Waiting.until(
        "the conductors report again",
        Broker.PATIENCE,
        () -> program.countLines(REPORTS_AGAIN) == found + CONDUCTORS);
  }

  // What was accepted is answered, and then connections are refused.
  private static void stopUnderLoad(RunningOrchestrator program) throws Exception {
    try (InstanceLoad load = InstanceLoad.start(program.instances(), CLIENTS)) {
      load.awaitMore(50);
      assertEquals(0, program.terminate());
      load.stop();
      assertEquals(List.of(), load.failures());
    }
  }

  private String options() {
    return """
    host = one
    transport_url = %s
    control_exchange = %s
    rpc_response_timeout = 15
    report_interval = 1
    [database]
    connection = %s
    [orchestrator]
    conductor_workers = %d
    activation_time = 0
    deleted_retention = 0
    """
        .formatted(Broker.shared().url(), EXCHANGE, database.url(), CONDUCTORS);
  }
}
