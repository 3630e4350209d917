package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The demo on RabbitMQ and PostgreSQL, by nothing but its configuration file, with two conductors
/// that share the work: what was answered is true, whatever happens to the processes.
@Timeout(300)
class OrchestratorOnServersTest {

  private static final int CLIENTS = 4;
  private static final int CONDUCTORS = 2;
  private static final int RELOADS = Form.choose(1, 20);

  private Path directory;
  private PostgresqlServer database;

  @BeforeEach
  void prepare() throws Exception {
    // Not below the build directory: the path of a UNIX socket has 107 bytes at most.
    directory = Files.createTempDirectory("po");
    database = PostgresqlServer.start();
  }

  @AfterEach
  void close() {
    database.close();
    Directories.delete(directory);
  }

  @Test
  void no_call_is_lost_in_reloads_and_no_acknowledged_record_with_a_killed_process()
      throws Exception {
    try (RunningOrchestrator program = RunningOrchestrator.start(directory, options())) {
      URI instances = program.instances();
      Set<String> acknowledged = reloadUnderLoad(program);
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
                target = oslo_messaging.Target(topic='conductor', version='1.0')
                client = oslo_messaging.get_rpc_client(transport, target)
                for instance in client.call({}, 'list_vnf_instances', limit=100000):
                    print('id', instance['id'], instance['created_at'])
                """
                    .formatted(Broker.shared().url()));
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

  // A call that the killed worker had begun gets no answer, and its client waits for that beside
  // what comes next; all other calls are answered.
  private static Set<String> killUnderLoad(RunningOrchestrator program) throws Exception {
    int generation = 1 + RELOADS;
    try (InstanceLoad load = InstanceLoad.start(program.instances(), CLIENTS)) {
      load.awaitMore(50);
      long pid = program.pids("orchestrator-conductor", generation).getFirst();
      RunningOrchestrator.signal(pid, "KILL");
      load.awaitMore(100);
      assertTrue(load.failures().size() <= CLIENTS, () -> load.failures().toString());
      load.failures().forEach(failure -> assertTrue(failure.contains("status=504"), failure));
      return new TreeSet<>(load.acknowledged());
    }
  }

  private void loseDatabase(RunningOrchestrator program) throws Exception {
    URI instances = program.instances();
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
        () -> program.countLines("conductor on one cannot report") == CONDUCTORS);
    database.startAgain();
    Waiting.until(
        "calls succeed again",
        Broker.PATIENCE,
        () -> InstanceLoad.send("GET", instances, "").status() == 200);
    Waiting.until(
        "the conductors report again",
        Broker.PATIENCE,
        () -> program.countLines("conductor on one reports again") == CONDUCTORS);
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
    rpc_response_timeout = 30
    report_interval = 1
    [database]
    connection = %s
    pool_timeout = 1
    [orchestrator]
    conductor_workers = %d
    activation_time = 0
    """
        .formatted(Broker.shared().url(), database.url(), CONDUCTORS);
  }
}
