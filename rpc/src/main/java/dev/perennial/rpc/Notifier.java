package dev.perennial.rpc;

import dev.perennial.config.Config;
import dev.perennial.schedule.Deadline;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/// Tells whoever listens what happened. A notification waits in the broker until a listener comes;
/// one that cannot be written or sent is logged and never troubles the program.
///
/// The context is not sent: listeners are strangers, and a context has tokens in it. A program that
/// wants parts of it sent says which.
///
/// Immutable and thread-safe.
public final class Notifier {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.notification");
  private static final Set<String> TELLING = Set.of("messaging", "messagingv2", "log");
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private final Transport transport;
  private final NotificationOptions options;
  private final String publisherId;
  private final List<String> contextKeys;
  private final Serializer serializer;
  private final Clock clock;

  Notifier(
      Transport transport,
      NotificationOptions options,
      String publisherId,
      List<String> contextKeys,
      Serializer serializer,
      Clock clock) {
    this.transport = transport;
    this.options = options;
    this.publisherId = publisherId;
    this.contextKeys = contextKeys;
    this.serializer = serializer;
    this.clock = clock;
    for (String driver : options.driver()) {
      if (!List.of("messaging", "messagingv2", "log", "noop", "").contains(driver)) {
        LOG.log(
            Level.WARNING,
            "[oslo_messaging_notifications] driver = {0} is not known here and sends nothing;"
                + " there are messaging, messagingv2, log and noop",
            driver);
      }
    }
  }

  /// A notifier on a transport.
  ///
  /// @param transport that of notifications, see [#openTransport(Config)], or the one of calls
  /// @param config has [NotificationOptions]
  /// @param publisherId who tells, usually `service.host`
  /// @return the notifier
  public static Notifier create(Transport transport, Config config, String publisherId) {
    return new Notifier(
        transport,
        config.get(NotificationOptions.class),
        publisherId,
        List.of(),
        JsonSerializer.standard(),
        Clock.systemUTC());
  }

  /// Opens the transport that notifications have to themselves by the options.
  ///
  /// @param config has [NotificationOptions]
  /// @return the transport; empty if notifications use that of calls
  public static Optional<Transport> openTransport(Config config) {
    return config
        .get(NotificationOptions.class)
        .transportUrl()
        .map(url -> Transport.open(TransportUrl.parse(url.reveal()), config));
  }

  /// The same for another publisher.
  ///
  /// @param id who tells
  /// @return the changed notifier
  public Notifier withPublisher(String id) {
    return new Notifier(transport, options, id, contextKeys, serializer, clock);
  }

  /// The same, sending some values of the context along.
  ///
  /// @param keys which ones; nothing secret
  /// @return the changed notifier
  public Notifier withContextKeys(String... keys) {
    return new Notifier(transport, options, publisherId, List.of(keys), serializer, clock);
  }

  /// Tells that something happened, on every topic and by every driver of the options.
  ///
  /// @param priority how important it is
  /// @param eventType what happened, such as `vnf.create.end`
  /// @param payload the details, anything that JSON can say
  public void notify(Priority priority, String eventType, Object payload) {
    if (!Collections.disjoint(options.driver(), TELLING)) {
      notification(priority, eventType, payload).ifPresent(this::tell);
    }
  }

  private void tell(Notification notification) {
    for (String driver : options.driver()) {
      switch (driver) {
        case "messaging" -> send(notification, false);
        case "messagingv2" -> send(notification, true);
        case "log" -> log(notification);
        default -> {}
      }
    }
  }

  /// Tells it with [Priority#INFO].
  ///
  /// @param eventType what happened
  /// @param payload the details
  public void info(String eventType, Object payload) {
    notify(Priority.INFO, eventType, payload);
  }

  /// Tells it with [Priority#ERROR].
  ///
  /// @param eventType what happened
  /// @param payload the details
  public void error(String eventType, Object payload) {
    notify(Priority.ERROR, eventType, payload);
  }

  private Optional<Notification> notification(Priority priority, String eventType, Object payload) {
    try {
      return Optional.of(written(priority, eventType, payload));
    } catch (RuntimeException failure) {
      LOG.log(Level.ERROR, "notification " + eventType + " cannot be written", failure);
      return Optional.empty();
    }
  }

  private Notification written(Priority priority, String eventType, Object payload) {
    RpcContext context = RpcContext.current();
    RpcContext sent = RpcContext.empty();
    for (String key : contextKeys) {
      Object value = context.values().get(key);
      sent = value == null ? sent : sent.with(key, value);
    }
    return new Notification(
        UUID.randomUUID().toString(),
        publisherId,
        eventType,
        priority,
        serializer.serialize(context, payload),
        TIMESTAMP.format(clock.instant()),
        serializer.serializeContext(sent));
  }

  private void send(Notification notification, boolean enveloped) {
    for (String topic : options.topics()) {
      try {
        transport.notify(Target.of(topic), notification, enveloped, delivery());
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        LOG.log(Level.WARNING, "interrupted: notification " + notification.eventType());
      } catch (RuntimeException failure) {
        LOG.log(
            Level.ERROR,
            "notification " + notification.eventType() + " was not sent to " + topic,
            failure);
      }
    }
  }

  private Delivery delivery() {
    OptionalInt retries =
        options.retry() < 0 ? OptionalInt.empty() : OptionalInt.of(options.retry());
    Deadline deadline = Deadline.after(transport.options().rpcResponseTimeout());
    return new Delivery(deadline, Optional.empty(), false, retries);
  }

  private static void log(Notification notification) {
    Level level =
        switch (notification.priority()) {
          case DEBUG -> Level.DEBUG;
          case AUDIT, INFO, SAMPLE -> Level.INFO;
          case WARN -> Level.WARNING;
          case ERROR, CRITICAL -> Level.ERROR;
        };
    System.getLogger("oslo.messaging.notification." + notification.eventType())
        .log(
            level,
            Map.of("payload", notification.payload(), "id", notification.messageId()).toString());
  }
}
