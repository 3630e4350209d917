package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.config.Config;
import dev.perennial.config.TestingConfigBuilder;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NotifierTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T01:02:03.456789Z"), ZoneOffset.UTC);
  private static final RpcContext CONTEXT =
      RpcContext.of(Map.of("user_id", "ann", "auth_token", "secret"));

  private final String bus = UUID.randomUUID().toString();
  private final BlockingQueue<Notification> heard = new LinkedBlockingQueue<>();
  private final Transport transport =
      Transport.open(
          TransportUrl.parse("memory://" + bus), Config.forTesting(RpcOptions.class).build());

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void a_notification_has_who_what_and_when_as_python_writes_it() throws Exception {
    listen("notifications");
    notifier("messagingv2").info("vnf.create.end", Map.of("id", 7));
    Notification notification = next();
    assertEquals("vnfm.one", notification.publisherId());
    assertEquals("vnf.create.end", notification.eventType());
    assertEquals(Priority.INFO, notification.priority());
    assertEquals(7, notification.payload().path("id").asInt());
    assertEquals("2026-11-22 01:02:03.456789", notification.timestamp());
    assertEquals(36, notification.messageId().length());
  }

  @Test
  void nothing_of_the_context_is_sent_unless_asked_for() throws Exception {
    listen("notifications");
    Notifier notifier = notifier("messaging");
    CONTEXT.call(() -> tell(notifier));
    assertEquals(Set.of(), next().context().keySet());
    CONTEXT.call(() -> tell(notifier.withContextKeys("user_id", "project_id")));
    assertEquals(Set.of("user_id"), next().context().keySet());
  }

  @Test
  void every_topic_of_the_options_is_told() throws Exception {
    listen("first");
    listen("second");
    notifier("messagingv2", "topics", "first,second").error("broken", "why");
    assertEquals(Priority.ERROR, next().priority());
    assertEquals(Priority.ERROR, next().priority());
  }

  @Test
  void without_a_driver_nothing_is_sent() throws Exception {
    listen("notifications");
    notifier("noop").info("nothing", "");
    notifier("messagingv2").info("something", "");
    assertEquals("something", next().eventType());
  }

  @Test
  void one_that_cannot_be_sent_never_troubles_the_program() {
    Notifier notifier = notifier("messagingv2");
    transport.close();
    assertDoesNotThrow(() -> notifier.info("lost", "payload"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"noop", "log", "messagingv2"})
  void a_payload_that_json_cannot_say_never_troubles_the_program(String driver) {
    Map<String, Object> payload = Map.of("cpu", Double.NaN);
    assertDoesNotThrow(() -> notifier(driver).info("load", payload));
  }

  @Test
  void notifications_have_a_bus_of_their_own_where_the_options_say_so() throws Exception {
    TestingConfigBuilder config = Config.forTesting(RpcOptions.class, NotificationOptions.class);
    assertEquals(Optional.empty(), Notifier.openTransport(config.build()));
    listen("notifications");
    config.set("oslo_messaging_notifications", "transport_url", "memory://" + bus);
    config.set("oslo_messaging_notifications", "driver", "messagingv2");
    try (Transport own = Notifier.openTransport(config.build()).orElseThrow()) {
      Notifier.create(own, config.build(), "vnfm.one").info("there", "payload");
      assertEquals("there", next().eventType());
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, false, 0", "0, true, 0", "3, true, 3"})
  void sending_is_tried_again_as_often_as_the_options_say(
      String option, boolean limited, int retries) {
    List<Delivery> deliveries = new ArrayList<>();
    NotificationOptions options =
        Config.of(NotificationOptions.class)
            .set("driver", "messagingv2")
            .set("retry", option)
            .build();
    new Notifier(
            recording(deliveries), options, "vnfm.one", List.of(), JsonSerializer.standard(), CLOCK)
        .info("event", "payload");
    OptionalInt expected = limited ? OptionalInt.of(retries) : OptionalInt.empty();
    assertEquals(expected, deliveries.getFirst().retries());
  }

  // The transport of this test, which keeps how notifications were to be delivered.
  private Transport recording(List<Delivery> deliveries) {
    return (Transport)
        Proxy.newProxyInstance(
            Transport.class.getClassLoader(),
            new Class<?>[] {Transport.class},
            (_, method, arguments) -> {
              if (method.getName().equals("notify")) {
                deliveries.add((Delivery) arguments[3]);
              }
              return method.invoke(transport, arguments);
            });
  }

  private static boolean tell(Notifier notifier) {
    notifier.info("event", "payload");
    return true;
  }

  private Notifier notifier(String driver, String... pair) {
    TestingConfigBuilder config = Config.forTesting(NotificationOptions.class);
    config.set("oslo_messaging_notifications", "driver", driver);
    for (int i = 0; i < pair.length; i += 2) {
      config.set("oslo_messaging_notifications", pair[i], pair[i + 1]);
    }
    NotificationOptions options = config.build().get(NotificationOptions.class);
    return new Notifier(
        transport, options, "vnfm.one", List.of(), JsonSerializer.standard(), CLOCK);
  }

  private void listen(String topic) {
    Set<Priority> all = Set.of(Priority.values());
    NotificationInterest interest =
        new NotificationInterest(List.of(Target.of(topic)), all, Optional.empty(), 8);
    transport.listen(
        interest,
        incoming -> {
          heard.add(incoming.notification());
          incoming.accept();
        });
  }

  private Notification next() throws InterruptedException {
    return Optional.ofNullable(heard.poll(60, TimeUnit.SECONDS)).orElseThrow();
  }
}
