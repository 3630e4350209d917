package dev.perennial.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.service.BusConnections.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BusConnectionsTest {

  private final BusConnections connections = new BusConnections();

  @Test
  void they_are_shown_as_they_stand_at_the_moment_until_that_is_ended() {
    List<BusConnection> api = new ArrayList<>();
    Runnable hideApi = connections.show("api", () -> api);
    BusConnection own = connection("consume");
    connections.show("conductor", () -> List.of(own));
    assertEquals(List.of(new Shown("conductor", own)), connections.now());
    api.add(connection("publish"));
    assertEquals(
        List.of(new Shown("api", api.getFirst()), new Shown("conductor", own)), connections.now());
    hideApi.run();
    assertEquals(List.of(new Shown("conductor", own)), connections.now());
  }

  private static BusConnection connection(String purpose) {
    return new BusConnection(
        purpose, BusConnection.State.CONNECTED, "localhost:5672", Instant.EPOCH, "");
  }
}
