package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirDeletionStrategy.IgnoreFailures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// How `perennial status` tells of the connections to the broker.
final class BusStatusTest {

  private static final String PASSWORD = "guest";

  @TempDir(deletionStrategy = IgnoreFailures.class)
  private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void operators_see_where_the_bus_is_since_when_and_why_it_is_not_there(int workers)
      throws Exception {
    try (Broker broker = Broker.start()) {
      broker.stop();
      String host = "127.0.0.1:" + broker.port();
      String url = "rabbit://guest:" + PASSWORD + "@" + host + "/";
      Process program = EarlyProgram.start(EarlyProgram.Kind.SERVICE, workers, url, directory);
      try {
        Instant begun = awaitAll(workers, host, "connecting", "nobody listens", Instant.MIN);
        broker.startAgain();
        Instant connected = awaitAll(workers, host, "connected", "", begun);
        broker.stop();
        Instant lost = awaitAll(workers, host, "connecting", "nobody listens", connected);
        broker.startAgain();
        awaitAll(workers, host, "connected", "", lost);
        assertFalse(control().ask("status").contains(PASSWORD));
        program.destroy();
        assertTrue(program.waitFor(Broker.PATIENCE.toSeconds(), TimeUnit.SECONDS));
      } finally {
        program.descendants().forEach(ProcessHandle::destroyForcibly);
        program.destroyForcibly();
      }
    }
  }

  // Returns since when; that is later than before.
  private Instant awaitAll(int workers, String host, String state, String reason, Instant before) {
    List<Instant> since = new ArrayList<>();
    Waiting.until(
        "all workers are " + state,
        Broker.PATIENCE,
        () -> {
          since.clear();
          for (JsonNode bus : consuming()) {
            assertEquals(host, bus.path("host").asString());
            if (bus.path("state").asString().equals(state)
                && bus.path("reason").asString("").startsWith(reason)) {
              since.add(Instant.parse(bus.path("since").asString()));
            }
          }
          return since.size() == workers;
        });
    assertTrue(since.stream().allMatch(before::isBefore), () -> before + " and then " + since);
    return since.getFirst();
  }

  // Before its first worker is there the program does not answer.
  private List<JsonNode> consuming() {
    List<JsonNode> all = new ArrayList<>();
    try {
      for (JsonNode worker : control().workers("early")) {
        for (JsonNode bus : worker.path("bus")) {
          assertEquals("early", bus.path("service").asString());
          assertEquals("consume", bus.path("purpose").asString());
          all.add(bus);
        }
      }
    } catch (IOException notThere) {
      return List.of();
    }
    return all;
  }

  private ControlSocket control() {
    return new ControlSocket(directory);
  }
}
