package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Connection;
import dev.perennial.config.Config;
import dev.perennial.rpc.TransportUrl;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LinkTest {

  private ScriptedBroker broker;
  private Link link;

  /// Has something done as soon as there is a connection, which is then lost or not.
  private final class Hasty implements Link.Role {
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private boolean lost;

    @Override
    public void connected(Connection connection) throws IOException {
      link.done(() -> {}).thenAccept(done::complete);
      if (lost) {
        broker.close();
        throw new IOException("lost");
      }
    }

    @Override
    public void ready() {}

    @Override
    public void lost(String why) {}

    @Override
    public void attemptFailed(Exception cause) {}
  }

  private final Hasty role = new Hasty();

  @BeforeEach
  void listen() throws IOException {
    broker = new ScriptedBroker();
    RabbitOptions options =
        Config.of(RabbitOptions.class).set("kombu_reconnect_delay", "0.01").build();
    TransportUrl url = TransportUrl.parse("rabbit://127.0.0.1:" + broker.port());
    link = new Link("test", new Connector(() -> url, options), options, role);
  }

  @AfterEach
  void close() throws IOException {
    link.close();
    broker.close();
  }

  @Test
  void whoever_waits_for_work_hears_that_it_was_done() throws Exception {
    link.use();
    assertTrue(role.done.get(60, TimeUnit.SECONDS));
  }

  @Test
  void whoever_waits_for_work_hears_that_the_connection_was_lost_first() throws Exception {
    role.lost = true;
    link.use();
    assertFalse(role.done.get(60, TimeUnit.SECONDS));
  }

  @Test
  void nobody_waits_for_work_without_a_connection() throws Exception {
    assertFalse(link.done(() -> {}).get(60, TimeUnit.SECONDS));
  }
}
