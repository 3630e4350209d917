package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Several services in one program, each with its own workers and listeners.
class SeveralServicesTest {

  private static final List<String> FIELDS_OF_A_WORKER =
      List.of(
          "slot",
          "pid",
          "generation",
          "config_generation",
          "state",
          "ready",
          "uptime_s",
          "rss_bytes",
          "pss_bytes",
          "requests_total",
          "in_flight",
          "restarts",
          "last_exit");

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void each_service_has_its_own_workers_and_listeners() throws Exception {
    Program program = programs.startReady(file(2));
    Status status = program.status();
    assertEquals(2, status.workers("api").size());
    assertEquals(1, status.workers("web").size());
    assertEquals(2, status.workers("clock").size());
    assertEquals(5, status.pids().size(), "each worker is a process of its own");
    assertEquals(Set.of(0, 1), slots(status, "clock"));
    assertEquals(addresses(), status.listeners().size(), status::toString);
    assertAllListenersAnswer(program);
    program.reload();
    assertAllListenersAnswer(program);
    assertEquals(status.listeners(), program.status().listeners(), "ports stay");
    program.stop();
  }

  @Test
  void one_process_can_run_them_all() throws Exception {
    Program program = programs.startReady(file(1).set("launcher", "service"));
    assertEquals(Set.of(program.pid()), program.workers());
    assertAllListenersAnswer(program);
    program.stop();
  }

  @ParameterizedTest
  @EnumSource
  void the_status_has_all_its_fields(Kind launcher) throws Exception {
    Program program =
        programs.startReady(
            programs.file().api(launcher == Kind.PROCESS ? 2 : 1).set("launcher", launcher.name()));
    for (int i = 0; i < 50; i++) {
      OneRequest.text(program.tcp(), "/value");
    }
    // A request is counted after its answer has been sent.
    Waiting.until(
        "50 requests counted", Program.PATIENCE, () -> requestsTotal(program.status()) == 50);
    Status status = program.status();
    assertEquals(program.pid(), status.masterPid());
    assertEquals("running", status.state());
    assertEquals(1, status.generation());
    assertEquals(2, status.listeners().size());
    for (Status.Worker worker : status.workers("api")) {
      JsonNode json = worker.json();
      FIELDS_OF_A_WORKER.forEach(field -> assertTrue(json.has(field), field + " in " + json));
      assertTrue(json.path("rss_bytes").asLong() > 10_000_000, json::toString);
      assertTrue(json.path("pss_bytes").asLong() > 1_000_000, json::toString);
      assertEquals(1, json.path("config_generation").asInt());
      assertEquals(0, json.path("restarts").asInt());
      assertTrue(worker.isReady());
    }
    program.stop();
  }

  @Test
  void two_services_of_one_name_are_told_apart() throws Exception {
    Program program =
        programs.startReady(
            programs.file().services("api 1 rolling 127.0.0.1:0", "api 1 rolling 127.0.0.1:0"));
    Status status = program.status();
    assertEquals(1, status.workers("api").size());
    assertEquals(1, status.workers("api-2").size());
    for (Target target : program.targets()) {
      assertTrue(OneRequest.text(target, "/value").startsWith("first"));
    }
    program.stop();
  }

  private ProgramFile file(int workers) throws Exception {
    ProgramFile file = programs.file();
    List<String> api = new ArrayList<>(List.of("api", "" + workers, "rolling", "127.0.0.1:0"));
    if (ProcFs.hasIpv6Loopback()) {
      api.add("[::1]:0");
    }
    api.add("unix:" + file.path("api.sock"));
    return file.services(
        String.join(" ", api), "web 1 rolling 127.0.0.1:0", "clock " + workers + " rolling");
  }

  private static int addresses() {
    return ProcFs.hasIpv6Loopback() ? 4 : 3;
  }

  private static void assertAllListenersAnswer(Program program) throws Exception {
    for (String address : program.status().listeners()) {
      assertFalse(address.endsWith(":0"), address);
      assertTrue(OneRequest.text(Target.parse(address), "/value").startsWith("first"), address);
    }
  }

  private static long requestsTotal(Status status) {
    return status.workers().stream()
        .mapToLong(worker -> worker.json().path("requests_total").asLong())
        .sum();
  }

  private static Set<Integer> slots(Status status, String service) {
    return Set.copyOf(status.workers(service).stream().map(Status.Worker::slot).toList());
  }
}
