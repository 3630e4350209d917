package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What strange peers publish to the queue of a server, on a real broker. One request is delivered
/// at a time, so a single message that nobody answers for would make the server deaf.
final class MalformedMessagesTest {

  private static final String HUGE = "9".repeat(400);
  private static final BasicProperties BARE = new BasicProperties();

  private final LatchedDesk desk = new LatchedDesk();

  private record Message(String body, BasicProperties properties) {}

  @Test
  void what_cannot_be_understood_is_refused_and_counted_and_the_server_goes_on() throws Exception {
    List<Message> malformed = new ArrayList<>();
    for (String body :
        List.of(
            "",
            "[]",
            "3",
            "{",
            "\u0000\u0001",
            "{\"args\": {}}",
            "{\"method\": 3}",
            "{\"method\": \"slow\", \"args\": " + "[".repeat(100_000),
            "{\"oslo.version\": \"3.0\", \"oslo.message\": \"{\\\"method\\\": \\\"slow\\\"}\"}",
            "{\"oslo.version\": \"2.0\", \"oslo.message\": \"[]\"}",
            "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\"}",
            "{\"oslo.version\": \"2.0\", \"oslo.message\": 7}")) {
      malformed.add(new Message(body, BARE));
    }
    malformed.add(new Message("{\"method\": \"slow\"}", compressedBy("application/x-gzip")));
    malformed.add(new Message("{\"method\": \"slow\"}", compressedBy("application/x-unknown")));
    try (Transport transport = Broker.shared().transport()) {
      RpcServer server = desk.serve(transport, 1);
      publish(malformed);
      Waiting.until(
          "each is counted",
          Broker.PATIENCE,
          () -> transport.status().malformed() == malformed.size());
      assertEquals(3, desk.add(transport));
      assertEquals(List.of(), desk.begun());
      awaitEmptyQueue();
      server.stop();
    }
  }

  @Test
  void what_is_only_imperfect_is_run() throws Exception {
    BasicProperties json = new BasicProperties.Builder().contentType("application/json").build();
    String nobody = "\"_msg_id\": \"i\", \"_reply_q\": \"nobody\"";
    List<Message> imperfect =
        List.of(
            new Message(slow("bare", "\"_unique_id\": \"1\""), json),
            new Message(slow("no id", "\"future\": [1]"), json),
            new Message(slow("no type ä 😀", "\"_unique_id\": \"2\""), BARE),
            new Message(slow("no number", nobody + ", \"_timeout\": \"soon\""), json),
            new Message(slow("too short", nobody + ", \"_timeout\": 1"), json),
            new Message(slow("too long", nobody + ", \"_timeout\": " + HUGE), json),
            new Message(slow("came before", "\"_unique_id\": \"1\""), json));
    try (Transport transport =
        Broker.shared().transport(Map.of("kombu_missing_consumer_retry_timeout", "0"))) {
      RpcServer server = desk.serve(transport, 1);
      desk.letEnd(imperfect.size());
      publish(imperfect);
      assertEquals(3, desk.add(transport));
      assertEquals(
          List.of("bare", "no id", "no type ä 😀", "no number", "too short", "too long"),
          desk.begun());
      assertEquals(0, transport.status().malformed());
      assertEquals(1, transport.status().duplicates());
      awaitEmptyQueue();
      server.stop();
    }
  }

  private static String slow(String what, String more) {
    return "{\"method\": \"slow\", \"args\": {\"what\": \"" + what + "\"}, " + more + "}";
  }

  private static BasicProperties compressedBy(String method) {
    return new BasicProperties.Builder().headers(Map.of("compression", method)).build();
  }

  private void publish(List<Message> messages) throws Exception {
    try (Connection connection = Broker.shared().connect();
        Channel channel = connection.createChannel()) {
      for (Message message : messages) {
        byte[] body = message.body.getBytes(StandardCharsets.UTF_8);
        channel.basicPublish(desk.topic(), desk.topic(), message.properties, body);
      }
    }
  }

  private void awaitEmptyQueue() {
    Waiting.until(
        "the broker has none left",
        Broker.PATIENCE,
        () ->
            Broker.shared().ctl("list_queues", "name", "messages").contains(desk.topic() + "\t0"));
  }
}
