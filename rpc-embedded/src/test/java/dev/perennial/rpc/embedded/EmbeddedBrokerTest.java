package dev.perennial.rpc.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import dev.perennial.config.Config;
import dev.perennial.service.Replacement;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBrokerTest {

  @TempDir private Path directory;

  private EmbeddedBroker broker;

  @AfterEach
  void stop() {
    if (broker != null) {
      broker.stop();
    }
  }

  @Test
  void it_carries_messages_for_whoever_can_read_its_file_and_nobody_else() throws Exception {
    start();
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(directory.resolve("broker.properties"))));
    BrokerAddress address = address();
    try (Connection connection = factory(address.password().reveal()).newConnection();
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      // An argument that only RabbitMQ knows.
      channel.queueDeclare("work", true, false, false, Map.of("x-queue-type", "quorum"));
      byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
      channel.basicPublish("", "work", true, MessageProperties.PERSISTENT_BASIC, body);
      channel.waitForConfirmsOrDie(60_000);
      GetResponse received = channel.basicGet("work", true);
      assertEquals("hello", new String(received.getBody(), StandardCharsets.UTF_8));
    }
    assertThrows(
        PossibleAuthenticationFailureException.class,
        () -> factory("wrong").newConnection().close());
  }

  @Test
  void it_needs_nothing_that_makes_certificates() throws Exception {
    assertThrows(
        ClassNotFoundException.class,
        () -> Class.forName("org.bouncycastle.jce.provider.BouncyCastleProvider"));
    start();
    factory(address().password().reveal()).newConnection().close();
  }

  @Test
  void it_comes_back_at_the_same_address() throws Exception {
    start();
    BrokerAddress before = address();
    broker.stop();
    start();
    assertEquals(before, address());
    factory(before.password().reveal()).newConnection().close();
  }

  @Test
  void where_its_port_is_taken_it_has_another_address_and_another_password() throws Exception {
    start();
    BrokerAddress before = address();
    broker.stop();
    try (Socket holder = new Socket()) {
      holder.bind(new InetSocketAddress(BrokerAddress.HOST, before.port()));
      start();
      assertNotEquals(before.port(), address().port());
      assertNotEquals(before.password().reveal(), address().password().reveal());
    }
  }

  @Test
  void where_its_port_is_taken_a_moment_before_it_listens_it_does_not_start() throws Exception {
    try (ServerSocket taker = new ServerSocket()) {
      taker.bind(new InetSocketAddress(BrokerAddress.HOST, 0));
      BrokerAddress taken = new BrokerAddress(taker.getLocalPort(), BrokerAddress.newPassword());
      String refused =
          assertThrows(IOException.class, () -> EmbeddedBroker.launch(taken)).getMessage();
      assertTrue(refused.endsWith("127.0.0.1:" + taken.port()), refused);
    }
    start();
    factory(address().password().reveal()).newConnection().close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"port=12345\n", "port=12345\npassword=\n", "port=0\npassword=x\n", "?", "\u00ff"})
  void a_damaged_file_is_no_address(String content) throws Exception {
    // The last of them is no UTF-8.
    Files.writeString(directory.resolve("broker.properties"), content, StandardCharsets.ISO_8859_1);
    start();
    assertTrue(address().password().reveal().length() > 20);
    factory(address().password().reveal()).newConnection().close();
  }

  @Test
  void a_directory_that_is_not_the_users_alone_is_refused() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
    String refused = assertThrows(IOException.class, this::start).getMessage();
    assertTrue(refused.contains(directory + " has mode rwxr-x--- instead of rwx------"), refused);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    int us = (int) Files.getAttribute(directory, "unix:uid");
    String others =
        assertThrows(IOException.class, () -> PrivateDirectory.require(directory, us + 1))
            .getMessage();
    assertTrue(others.contains("belongs to the user " + us), others);
  }

  @Test
  void only_a_change_of_its_own_options_replaces_it() {
    broker = new EmbeddedBroker(config());
    assertEquals(Replacement.EXCLUSIVE, broker.replacement());
    assertTrue(broker.optionGroups().contains(EmbeddedBrokerOptions.class));
  }

  @Test
  void without_a_directory_it_says_which_option_to_set() {
    EmbeddedBroker nowhere =
        new EmbeddedBroker(Config.forTesting(EmbeddedBrokerOptions.class).build());
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, nowhere::start);
    assertTrue(String.valueOf(refused.getMessage()).contains("[embedded_broker] directory"));
  }

  private void start() throws Exception {
    broker = new EmbeddedBroker(config());
    broker.start();
  }

  private Config config() {
    return Config.forTesting(EmbeddedBrokerOptions.class)
        .set("embedded_broker", "directory", directory.toString())
        .build();
  }

  private BrokerAddress address() throws IOException {
    return BrokerAddress.read(directory.resolve("broker.properties")).orElseThrow();
  }

  private ConnectionFactory factory(String password) throws IOException {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(BrokerAddress.HOST);
    factory.setPort(address().port());
    factory.setUsername(BrokerAddress.USER);
    factory.setPassword(password);
    return factory;
  }
}
