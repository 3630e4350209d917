package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Connection;
import dev.perennial.config.Config;
import dev.perennial.rpc.TransportUrl;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
    public void attemptFailed(Throwable cause) {}
  }

  /// Writes down what it hears.
  private static class Listening implements Link.Role {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void connected(Connection connection) throws IOException {
      heard.add("connected");
    }

    @Override
    public void ready() {
      heard.add("ready");
    }

    @Override
    public void lost(String why) {
      heard.add("lost");
    }

    @Override
    public void attemptFailed(Throwable cause) {
      heard.add("failed");
    }

    String next() throws InterruptedException {
      return Optional.ofNullable(heard.poll(60, TimeUnit.SECONDS)).orElseThrow();
    }
  }

  private final Hasty role = new Hasty();
  private RabbitOptions options;

  @BeforeEach
  void listen() throws IOException {
    broker = new ScriptedBroker();
    options = Config.of(RabbitOptions.class).set("kombu_reconnect_delay", "0.01").build();
    link = link(role);
  }

  private Link link(Link.Role of) {
    return new Link("test", broker.connector(options), options, of);
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
  void the_loss_of_a_connection_is_told_and_is_no_failed_attempt() throws Exception {
    Listening listening = new Listening();
    try (Link cut = link(listening)) {
      cut.use();
      assertEquals("connected", listening.next());
      assertEquals("ready", listening.next());
      broker.cut();
      assertEquals("lost", listening.next());
      assertEquals("connected", listening.next());
      assertEquals("ready", listening.next());
      assertEquals(1, cut.reconnects());
    }
    assertEquals("lost", listening.next());
  }

  @Test
  void the_loss_is_told_before_the_attempt_that_failed_by_it() throws Exception {
    Listening listening =
        new Listening() {
          @Override
          public void connected(Connection connection) throws IOException {
            super.connected(connection);
            broker.close();
            throw new IOException("lost");
          }
        };
    try (Link cut = link(listening)) {
      cut.use();
      assertEquals("connected", listening.next());
      assertEquals("lost", listening.next());
      assertEquals("failed", listening.next());
    }
  }

  @Test
  void an_error_is_a_failed_attempt() throws Exception {
    Iterator<Error> errors = List.<Error>of(new OutOfMemoryError("no more threads")).iterator();
    Supplier<TransportUrl> url =
        () -> {
          if (errors.hasNext() && Thread.currentThread().getName().startsWith("perennial-rabbit")) {
            throw errors.next();
          }
          return TransportUrl.parse("rabbit://127.0.0.1:" + broker.port());
        };
    Listening listening = new Listening();
    try (Link tried = new Link("test", new Connector(url, options), options, listening)) {
      tried.use();
      assertEquals("failed", listening.next());
      assertEquals("connected", listening.next());
    }
  }

  @Test
  void an_error_at_work_ends_the_connection_and_not_the_link() throws Exception {
    Listening listening = new Listening();
    try (Link tried = link(listening)) {
      tried.use();
      assertEquals("connected", listening.next());
      assertEquals("ready", listening.next());
      tried.submit(() -> {
        throw new OutOfMemoryError("no more threads");
      });
      assertEquals("lost", listening.next());
      assertEquals("failed", listening.next());
      assertEquals("connected", listening.next());
    }
  }

  @Test
  void an_error_in_those_who_are_told_of_an_error_ends_the_attempt_and_not_the_link()
      throws Exception {
    Listening listening =
        new Listening() {
          @Override
          public void attemptFailed(Throwable cause) {
            super.attemptFailed(cause);
            throw new OutOfMemoryError("no more memory");
          }
        };
    try (Link tried = link(listening)) {
      tried.use();
      assertEquals("connected", listening.next());
      assertEquals("ready", listening.next());
      tried.submit(() -> {
        throw new OutOfMemoryError("no more memory");
      });
      assertEquals("lost", listening.next());
      assertEquals("failed", listening.next());
      assertEquals("connected", listening.next());
    }
  }

  @Test
  void nobody_waits_for_work_without_a_connection() throws Exception {
    assertFalse(link.done(() -> {}).get(60, TimeUnit.SECONDS));
  }
}
