package dev.perennial.rpc.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.OperatorMistake;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.InvalidUrlException;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportProvider;
import dev.perennial.rpc.TransportStatus;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedTransportTest {

  private static final TransportStatus STATUS =
      new TransportStatus(true, Optional.empty(), 0, 0, 0, 0, 0, 0, List.of());

  @TempDir private Path directory;

  @Endpoint
  static final class Echo {
    @RemoteMethod
    String echo(String text) {
      return text;
    }
  }

  @Test
  void calls_travel_over_a_broker_that_was_started_after_the_transport_was_made() throws Exception {
    Config config = config("embedded:");
    EmbeddedBroker broker = new EmbeddedBroker(config);
    try (Transport transport = Transport.open(config)) {
      assertFalse(transport.status().connected());
      broker.start();
      Target target = Target.of("conductor").withServer("one");
      RpcServer server = RpcServer.builder(transport, target).endpoint(new Echo()).build();
      server.start();
      RpcClient client = RpcClient.create(transport, Target.of("conductor"));
      assertEquals("hello", client.call("echo", Map.of("text", "hello"), String.class));
      assertEquals(
          "you",
          client.prepare(to -> to.server("one")).call("echo", Map.of("text", "you"), String.class));
      client.fanout("echo", Map.of("text", "all"));
      server.stop();
    } finally {
      broker.stop();
    }
  }

  @Test
  void a_server_whose_broker_has_no_directory_says_what_to_do() throws Exception {
    Files.delete(directory);
    try (Transport transport = Transport.open(config("embedded:"))) {
      Target target = Target.of("conductor").withServer("one");
      RpcServer server = RpcServer.builder(transport, target).endpoint(new Echo()).build();
      DeliveryException refused = assertThrows(DeliveryException.class, server::start);
      assertInstanceOf(OperatorMistake.class, refused);
      assertEquals(
          "the address of the embedded broker: [embedded_broker] directory "
              + directory
              + " is no directory: make it, with mode 0700",
          refused.getMessage());
    }
  }

  @Test
  void a_broker_that_comes_back_at_another_address_is_found_there() throws Exception {
    Config config = config("embedded:");
    EmbeddedBroker broker = new EmbeddedBroker(config);
    broker.start();
    BrokerAddress before = BrokerAddress.find(directory.resolve("broker.properties"));
    try (Transport transport = Transport.open(config);
        ServerSocket stranger = new ServerSocket()) {
      RpcServer server =
          RpcServer.builder(transport, Target.of("moved").withServer("one"))
              .endpoint(new Echo())
              .build();
      server.start();
      RpcClient client = RpcClient.create(transport, Target.of("moved"));
      assertEquals("here", client.call("echo", Map.of("text", "here"), String.class));
      broker.stop();
      stranger.setReuseAddress(true);
      stranger.bind(new InetSocketAddress(BrokerAddress.HOST, before.port()));
      Thread.ofPlatform().daemon().start(() -> sendAway(stranger));
      broker.start();
      assertNotEquals(before, BrokerAddress.find(directory.resolve("broker.properties")));
      assertEquals("there", answer(client, "there"));
      server.stop();
    } finally {
      broker.stop();
    }
  }

  private static void sendAway(ServerSocket listener) {
    try {
      while (true) {
        listener.accept().close();
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  // Until the server has found its broker too, there is nobody to call.
  private static String answer(RpcClient client, String text) {
    while (true) {
      try {
        return client.call("echo", Map.of("text", text), String.class);
      } catch (DeliveryException notYet) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void an_address_that_others_may_have_written_is_not_used() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));
    try (Transport transport = Transport.open(config("embedded:"))) {
      RpcClient client = RpcClient.create(transport, Target.of("conductor"));
      String refused =
          assertThrows(DeliveryException.class, () -> client.call("echo", Map.of())).getMessage();
      assertTrue(refused.contains("has mode rwxrwx---"), refused);
    }
  }

  @Test
  void without_a_broker_it_says_where_its_address_should_be() {
    try (Transport transport = Transport.open(config("embedded:"))) {
      RpcClient client = RpcClient.create(transport, Target.of("conductor"));
      DeliveryException failure =
          assertThrows(DeliveryException.class, () -> client.call("echo", Map.of()));
      assertTrue(
          String.valueOf(failure.getMessage())
              .contains(directory.resolve("broker.properties") + " is missing"),
          failure::getMessage);
    }
  }

  @Test
  void how_it_stands_can_be_asked_while_it_says_farewell_to_its_broker() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    Transport slow =
        (Transport)
            Proxy.newProxyInstance(
                Transport.class.getClassLoader(),
                new Class<?>[] {Transport.class},
                (_, method, _) -> {
                  if (method.getName().equals("close")) {
                    closing.countDown();
                    asked.await();
                  }
                  return method.getName().equals("status") ? STATUS : null;
                });
    EmbeddedTransport transport =
        new EmbeddedTransport(config("embedded:").get(RpcOptions.class), () -> slow);
    RpcClient.create(transport, Target.of("any")).cast("use", Map.of());
    Thread end = Thread.ofVirtual().start(transport::close);
    closing.await();
    try {
      var answer = CompletableFuture.supplyAsync(transport::status);
      assertEquals(STATUS, answer.get(60, TimeUnit.SECONDS));
    } finally {
      asked.countDown();
      end.join();
    }
  }

  @Test
  void its_url_takes_no_query() {
    InvalidUrlException refused =
        assertThrows(
            InvalidUrlException.class,
            () -> Transport.open(config("embedded:?heartbeat_timeout_threshold=30")));
    assertEquals(
        "transport_url = embedded: takes no query; set its options in [oslo_messaging_rabbit]",
        refused.getMessage());
  }

  @Test
  void its_url_takes_no_host() {
    InvalidUrlException refused =
        assertThrows(
            InvalidUrlException.class, () -> Transport.open(config("embedded://host/")).close());
    assertTrue(String.valueOf(refused.getMessage()).contains("takes no host"));
  }

  private Config config(String url) {
    return Config.forTesting(TransportProvider.optionGroups())
        .set("DEFAULT", "transport_url", url)
        .set("embedded_broker", "directory", directory.toString())
        .build();
  }
}
