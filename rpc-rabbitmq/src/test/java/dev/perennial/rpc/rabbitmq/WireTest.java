package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.Notification;
import dev.perennial.rpc.Priority;
import dev.perennial.rpc.RemoteFailure;
import dev.perennial.rpc.Reply;
import dev.perennial.rpc.RpcRequest;
import dev.perennial.rpc.rabbitmq.Wire.MalformedMessageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.MinimalPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

final class WireTest {

  private static final String REPLY_QUEUE = "reply_6e792179928e47c8b26f3d5e809d8da2";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Wire spaced = new Wire(WireTest::likePython);
  private final Wire compact = new Wire();

  @Test
  void a_call_has_the_bytes_that_python_sends() {
    Map<String, JsonNode> args = new LinkedHashMap<>();
    args.put("a", json("1"));
    args.put("b", json("2"));
    byte[] body =
        spaced.request(
            request("add", args, Map.of("is_admin", json("true"))),
            replyTo("b973e05c076f4f6084874bf582ffeef5", Optional.empty()),
            "7feeaab4fcf94ef3a335280a01a41bb6");
    assertText(
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\\\"method\\\": \\\"add\\\", \\\"args\\\":"
            + " {\\\"a\\\": 1, \\\"b\\\": 2}, \\\"version\\\": \\\"1.0\\\", \\\"_msg_id\\\":"
            + " \\\"b973e05c076f4f6084874bf582ffeef5\\\", \\\"_reply_q\\\":"
            + " \\\"reply_6e792179928e47c8b26f3d5e809d8da2\\\", \\\"_timeout\\\": null,"
            + " \\\"_unique_id\\\": \\\"7feeaab4fcf94ef3a335280a01a41bb6\\\","
            + " \\\"_context_is_admin\\\": true}\"}",
        body);
    assertEquals(330, body.length);
  }

  @Test
  void a_reply_a_heartbeat_and_a_cast_have_the_bytes_that_python_sends() {
    byte[] reply =
        spaced.reply(
            "b973e05c076f4f6084874bf582ffeef5",
            new Reply.Result(json("3")),
            "aa3ebf8f34bd4c52b43d957b8f8f8ec9");
    assertText(
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\\\"result\\\": 3, "
            + "\\\"failure\\\": null, \\\"ending\\\": true, \\\"_msg_id\\\": "
            + "\\\"b973e05c076f4f6084874bf582ffeef5\\\", \\\"_unique_id\\\": "
            + "\\\"aa3ebf8f34bd4c52b43d957b8f8f8ec9\\\"}\"}",
        reply);
    assertEquals(200, reply.length);
    byte[] heartbeat =
        spaced.reply(
            "118e5d71b89347f39897d7b5a83d25b1",
            new Reply.Heartbeat(),
            "26283b5af6bc420c98a190f20247ba00");
    assertText(
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\\\"result\\\": null, \\\"failure\\\":"
            + " null, \\\"ending\\\": false, \\\"_msg_id\\\":"
            + " \\\"118e5d71b89347f39897d7b5a83d25b1\\\", \\\"_unique_id\\\":"
            + " \\\"26283b5af6bc420c98a190f20247ba00\\\"}\"}",
        heartbeat);
    byte[] cast =
        spaced.request(
            request("note", Map.of("msg", json("\"hi\"")), Map.of("is_admin", json("true"))),
            Optional.empty(),
            "02b36c137ae4444eb5f5e45a0eb8349b");
    assertText(
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\\\"method\\\": \\\"note\\\", "
            + "\\\"args\\\": {\\\"msg\\\": \\\"hi\\\"}, \\\"version\\\": \\\"1.0\\\", "
            + "\\\"_unique_id\\\": \\\"02b36c137ae4444eb5f5e45a0eb8349b\\\", "
            + "\\\"_context_is_admin\\\": true}\"}",
        cast);
    assertEquals(199, cast.length);
  }

  @Test
  void a_monitored_call_and_its_failure_have_the_bytes_that_python_sends() {
    byte[] request =
        spaced.request(
            request("boom", Map.of("vnf_id", json("\"abc\"")), Map.of()),
            replyTo("118e5d71b89347f39897d7b5a83d25b1", Optional.of(Duration.ofSeconds(4))),
            "2bd46a8939054b18b2802f931866214d");
    assertText(
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\\\"method\\\": \\\"boom\\\", "
            + "\\\"args\\\": {\\\"vnf_id\\\": \\\"abc\\\"}, \\\"version\\\": \\\"1.0\\\", "
            + "\\\"_msg_id\\\": \\\"118e5d71b89347f39897d7b5a83d25b1\\\", \\\"_reply_q\\\": "
            + "\\\"reply_6e792179928e47c8b26f3d5e809d8da2\\\", \\\"_timeout\\\": 4, "
            + "\\\"_unique_id\\\": \\\"2bd46a8939054b18b2802f931866214d\\\"}\"}",
        request);
    assertEquals(300, request.length);
    RemoteFailure failure =
        new RemoteFailure(
            "VnfNotFound",
            "tacker.common.exceptions",
            "vnf abc not found",
            List.of(
                "Traceback (most recent call last):\n",
                "  File \"x.py\", line 9, in boom\n",
                "tacker.common.exceptions.VnfNotFound: vnf abc not found\n"),
            List.of(json("\"vnf abc not found\"")),
            Map.of("vnf_id", json("\"abc\"")));
    byte[] reply =
        spaced.reply(
            "118e5d71b89347f39897d7b5a83d25b1",
            new Reply.Failed(failure),
            "1af6305cbeac481b9173fb6efaea9306");
    assertText(
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\\\"result\\\": null, "
            + "\\\"failure\\\": \\\"{\\\\\\\"class\\\\\\\": \\\\\\\"VnfNotFound\\\\\\\", "
            + "\\\\\\\"module\\\\\\\": \\\\\\\"tacker.common.exceptions\\\\\\\", "
            + "\\\\\\\"message\\\\\\\": \\\\\\\"vnf abc not found\\\\\\\", \\\\\\\"tb\\\\\\\": "
            + "[\\\\\\\"Traceback (most recent call last):\\\\\\\\n\\\\\\\", \\\\\\\"  File "
            + "\\\\\\\\\\\\\\\"x.py\\\\\\\\\\\\\\\", line 9, in boom\\\\\\\\n\\\\\\\", "
            + "\\\\\\\"tacker.common.exceptions.VnfNotFound: vnf abc not found\\\\\\\\n\\\\\\\"], "
            + "\\\\\\\"args\\\\\\\": [\\\\\\\"vnf abc not found\\\\\\\"], \\\\\\\"kwargs\\\\\\\": "
            + "{\\\\\\\"vnf_id\\\\\\\": \\\\\\\"abc\\\\\\\"}}\\\", \\\"ending\\\": true, "
            + "\\\"_msg_id\\\": \\\"118e5d71b89347f39897d7b5a83d25b1\\\", \\\"_unique_id\\\": "
            + "\\\"1af6305cbeac481b9173fb6efaea9306\\\"}\"}",
        reply);
    assertEquals(615, reply.length);
  }

  @Test
  void a_notification_has_the_bytes_that_python_sends() {
    Notification notification =
        new Notification(
            "ad7e9b86-5b1f-4a3d-9b1c-5c1e0a8a3f10",
            "vnfm.host1",
            "vnf.create.end",
            Priority.INFO,
            json("{\"vnf_id\": \"abc\"}"),
            "2026-11-21 19:20:35.871770",
            Map.of());
    String inner =
        "{\"message_id\": \"ad7e9b86-5b1f-4a3d-9b1c-5c1e0a8a3f10\", \"publisher_id\":"
            + " \"vnfm.host1\", \"event_type\": \"vnf.create.end\", \"priority\": \"INFO\","
            + " \"payload\": {\"vnf_id\": \"abc\"}, \"timestamp\": \"2026-11-21 19:20:35.871770\","
            + " \"_unique_id\": \"02b36c137ae4444eb5f5e45a0eb8349b\"}";
    String id = "02b36c137ae4444eb5f5e45a0eb8349b";
    assertText(inner, spaced.notification(notification, false, id));
    assertText(
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"" + inner.replace("\"", "\\\"") + "\"}",
        spaced.notification(notification, true, id));
  }

  @Test
  void a_request_is_read_as_it_was_written() throws Exception {
    RpcRequest sent =
        request("echo", Map.of("x", json("\"😀 ä\"")), Map.of("user_id", json("\"ann\"")));
    Optional<Wire.ReplyTo> to = replyTo("id", Optional.of(Duration.ofSeconds(4)));
    for (Wire each : List.of(spaced, compact)) {
      Wire.Incoming read = compact.readRequest(each.request(sent, to, "unique"));
      assertEquals(new Wire.Incoming(sent, to, Optional.of("unique")), read);
    }
  }

  @Test
  void what_a_peer_leaves_out_is_made_up() throws Exception {
    Wire.Incoming bare = compact.readRequest(bytes("{\"method\": \"foo\", \"future\": 1}"));
    assertEquals("foo", bare.request().method());
    assertEquals(Map.of(), bare.request().args());
    assertEquals(Optional.empty(), bare.request().version());
    assertEquals(Optional.empty(), bare.replyTo());
    assertEquals(Optional.empty(), bare.uniqueId());
  }

  @Test
  void odd_numbers_of_a_peer_are_taken() throws Exception {
    Wire.Incoming odd =
        compact.readRequest(
            bytes(
                "{\"method\":\"m\",\"args\":{\"n\":NaN,\"big\":123456789012345678901234567890},"
                    + "\"_msg_id\":\"i\",\"_reply_q\":\"q\",\"_timeout\":\"soon\"}"));
    assertEquals(Optional.empty(), odd.replyTo().orElseThrow().monitor());
    assertEquals("123456789012345678901234567890", odd.request().args().get("big").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-4", "NaN", "1e300", "\"4\"", "[4]", "{}", "true", "null", "HUGE"})
  void a_strange_monitor_is_none(String timeout) throws Exception {
    String number = timeout.equals("HUGE") ? "9".repeat(400) : timeout;
    String body =
        "{\"method\":\"m\",\"_msg_id\":\"i\",\"_reply_q\":\"q\",\"_timeout\":" + number + "}";
    Wire.Incoming read = compact.readRequest(bytes(body));
    assertEquals(Optional.empty(), read.replyTo().orElseThrow().monitor());
  }

  @Test
  void a_queue_for_replies_that_cannot_be_there_is_malformed() {
    String queue = "q".repeat(256);
    byte[] body = bytes("{\"method\":\"m\",\"_msg_id\":\"i\",\"_reply_q\":\"" + queue + "\"}");
    assertThrows(MalformedMessageException.class, () -> compact.readRequest(body));
  }

  @Test
  void what_is_nested_too_deeply_is_malformed() {
    byte[] deep = bytes("{\"method\":\"m\",\"args\":" + "[".repeat(100_000));
    assertThrows(MalformedMessageException.class, () -> compact.readRequest(deep));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "3",
        "{",
        "{\"args\": {}}",
        "{\"oslo.version\": \"3.0\", \"oslo.message\": \"{}\"}",
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"[]\"}",
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\"}"
      })
  void what_cannot_be_understood_is_malformed(String text) {
    assertThrows(MalformedMessageException.class, () -> compact.readRequest(bytes(text)));
  }

  @Test
  void imperfect_replies_are_understood_as_far_as_they_go() throws Exception {
    Reply.Result three = new Reply.Result(json("3"));
    assertEquals(three, reply("{\"_msg_id\": \"i\", \"result\": 3, \"ending\": true}"));
    assertEquals(three, reply("{\"_msg_id\": \"i\", \"result\": 3}"));
    assertInstanceOf(
        Reply.Heartbeat.class, reply("{\"_msg_id\": \"i\", \"result\": null, \"ending\": false}"));
    assertEquals(new Reply.Result(json("null")), reply("{\"_msg_id\": \"i\", \"ending\": true}"));
    Reply object =
        reply("{\"_msg_id\": \"i\", \"failure\": {\"class\": \"E\", \"module\": \"m\"}}");
    assertEquals("m.E", ((Reply.Failed) object).failure().qualifiedType());
    Reply text = reply("{\"_msg_id\": \"i\", \"failure\": \"no JSON\"}");
    assertEquals("no JSON", ((Reply.Failed) text).failure().message());
    assertThrows(MalformedMessageException.class, () -> reply("{\"result\": 3}"));
  }

  @Test
  void ids_are_thirty_two_hexadecimal_digits() {
    assertTrue(Topology.newId().matches("[0-9a-f]{32}"));
  }

  private static Optional<Wire.ReplyTo> replyTo(String id, Optional<Duration> monitor) {
    return Optional.of(new Wire.ReplyTo(id, REPLY_QUEUE, monitor));
  }

  private static RpcRequest request(
      String method, Map<String, JsonNode> args, Map<String, JsonNode> context) {
    return new RpcRequest(method, args, Optional.empty(), Optional.of("1.0"), context);
  }

  private Reply reply(String text) throws IOException {
    return compact.readReply(bytes(text)).reply();
  }

  private static void assertText(String expected, byte[] body) {
    assertEquals(expected, new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode json(String text) {
    return MAPPER.readTree(text);
  }

  private static ObjectWriter likePython(ObjectWriter writer) {
    return writer.with(new PythonLayout()).with(JsonWriteFeature.ESCAPE_NON_ASCII);
  }

  /// One line, with a space behind each comma and colon.
  private static final class PythonLayout extends MinimalPrettyPrinter {
    private static final long serialVersionUID = 1L;

    @Override
    public void writeObjectNameValueSeparator(JsonGenerator out) {
      out.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator out) {
      out.writeRaw(", ");
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator out) {
      out.writeRaw(", ");
    }
  }
}
