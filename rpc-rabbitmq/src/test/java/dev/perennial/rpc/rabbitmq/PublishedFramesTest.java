package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.Delivery;
import dev.perennial.rpc.Notification;
import dev.perennial.rpc.Priority;
import dev.perennial.rpc.Reply;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.IntNode;

/// Where messages go and what they say of themselves: the frames in front of the body, as the
/// broker reads them. Those of Python's peers are the same where a test says nothing else.
final class PublishedFramesTest {

  private static final Target TOPIC = Target.of("TOPIC").withExchange("tacker");
  private static final String PUBLISH = "003c00280000";
  private static final String HEADER = "003c0000";
  private static final String NO_FLAG = "00";
  private static final String MANDATORY = "01";
  private static final String TYPE_AND_ENCODING = text("application/json") + text("utf-8");
  // No headers, persistent, of priority 0, without expiration.
  private static final String PLAIN = "f800" + TYPE_AND_ENCODING + "00000000" + "02" + "00";

  private ScriptedBroker broker;
  private Transport transport;

  @BeforeEach
  void connect() throws IOException {
    broker = new ScriptedBroker();
    Config config = Config.forTesting(RpcOptions.class, RabbitOptions.class).build();
    transport = Transport.open(url("?amqp_durable_queues=true"), config);
  }

  @AfterEach
  void close() throws IOException {
    transport.close();
    broker.close();
  }

  @Test
  void a_cast_to_a_topic_has_the_frames_that_python_sends() throws Exception {
    RpcClient.create(transport, TOPIC).cast("note", Map.of("msg", "hi"));
    assertFrames(text("tacker") + text("TOPIC") + NO_FLAG, PLAIN);
  }

  @Test
  void a_cast_to_all_servers_has_the_frames_that_python_sends() throws Exception {
    RpcClient.create(transport, TOPIC).fanout("note", Map.of("msg", "hi"));
    assertFrames(text("TOPIC_fanout") + text("") + NO_FLAG, PLAIN);
  }

  // Python's peers do not hear that nobody listens.
  @Test
  void a_cast_to_one_server_is_mandatory() throws Exception {
    RpcClient.create(transport, TOPIC).prepare(to -> to.server("h1")).cast("note", Map.of());
    assertFrames(text("tacker") + text("TOPIC.h1") + MANDATORY, PLAIN);
  }

  // Python's peers do not set the flag, and have no header.
  @Test
  void a_call_is_mandatory_and_says_when_it_was_sent_and_when_it_expires() throws Exception {
    Thread.startVirtualThread(() -> {
      try {
        RpcClient.create(transport, TOPIC).call("add", Map.of("a", 1, "b", 2));
      } catch (RpcException closed) {
        // nobody answers it
      }
    });
    ScriptedBroker.Published call = broker.nextPublished();
    assertEquals(PUBLISH + text("tacker") + text("TOPIC") + MANDATORY, call.frames().getFirst());
    assertEquals(Set.of("perennial_sent"), call.properties().getHeaders().keySet());
    String left = call.properties().getExpiration();
    assertTrue(Long.parseLong(left) > 0 && Long.parseLong(left) <= 60_000, left);
    String header = call.frames().get(1);
    assertTrue(header.startsWith(header(call.body()) + "f900" + TYPE_AND_ENCODING), header);
    assertTrue(header.endsWith("02" + "00" + text(left)), header);
  }

  static Stream<Reply> replies() {
    return Stream.of(new Reply.Result(IntNode.valueOf(3)), new Reply.Heartbeat());
  }

  @ParameterizedTest
  @MethodSource("replies")
  void a_reply_and_a_sign_of_life_have_the_frames_that_python_sends(Reply reply) throws Exception {
    String queue = "reply_6e792179928e47c8b26f3d5e809d8da2";
    RabbitOptions options = Config.of(RabbitOptions.class).build();
    Connector connector = new Connector(() -> url(""), options);
    Publisher publisher = new Publisher(connector, options, new Topology(options));
    Wire.ReplyTo caller = new Wire.ReplyTo("id", queue, Optional.empty());
    new ReplySender(publisher, new Wire(), options, new MissingQueues(options), 1)
        .send(caller, reply, Deadline.never(), () -> {});
    assertFrames(text("") + text(queue) + MANDATORY, PLAIN);
    publisher.close();
  }

  @Test
  void a_notification_has_the_frames_that_python_sends() throws Exception {
    Notification notification =
        new Notification(
            "id", "vnfm.host1", "vnf.create.end", Priority.INFO, IntNode.valueOf(1), "", Map.of());
    Deadline deadline = Deadline.after(Duration.ofHours(1));
    transport.notify(
        Target.of("notifications").withExchange("tacker"),
        notification,
        true,
        new Delivery(deadline, Optional.empty(), false, OptionalInt.empty()));
    assertFrames(text("tacker") + text("notifications.info") + NO_FLAG, PLAIN);
  }

  private void assertFrames(String where, String properties) throws InterruptedException {
    ScriptedBroker.Published message = broker.nextPublished();
    assertEquals(List.of(PUBLISH + where, header(message.body()) + properties), message.frames());
  }

  private static String header(byte[] body) {
    return HEADER + HexFormat.of().toHexDigits((long) body.length);
  }

  private static String text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().toHexDigits((byte) bytes.length) + HexFormat.of().formatHex(bytes);
  }

  private TransportUrl url(String query) {
    return TransportUrl.parse("rabbit://127.0.0.1:" + broker.port() + "/" + query);
  }
}
