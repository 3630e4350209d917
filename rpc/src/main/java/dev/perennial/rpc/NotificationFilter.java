package dev.perennial.rpc;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/// Which notifications an endpoint gets. Patterns have to match from the beginning of the text and
/// may end before its end; what is no text matches none.
///
/// @param publisherId pattern for the publisher; empty for all
/// @param eventType pattern for the event; empty for all
/// @param context patterns for values of the context, by key
/// @param metadata patterns for `message_id` and `timestamp`
/// @param payload patterns for values of a payload that is an object, by key
public record NotificationFilter(
    Optional<Pattern> publisherId,
    Optional<Pattern> eventType,
    Map<String, Pattern> context,
    Map<String, Pattern> metadata,
    Map<String, Pattern> payload) {

  /// Lets everything pass.
  public static final NotificationFilter ALL =
      new NotificationFilter(Optional.empty(), Optional.empty(), Map.of(), Map.of(), Map.of());

  /// Copies the maps.
  public NotificationFilter {
    context = Map.copyOf(context);
    metadata = Map.copyOf(metadata);
    payload = Map.copyOf(payload);
  }

  /// Lets some events pass.
  ///
  /// @param pattern a regular expression
  /// @return the filter
  public static NotificationFilter ofEvent(String pattern) {
    return new NotificationFilter(
        Optional.empty(), Optional.of(Pattern.compile(pattern)), Map.of(), Map.of(), Map.of());
  }

  /// Lets the events of some publishers pass.
  ///
  /// @param pattern a regular expression
  /// @return the filter
  public static NotificationFilter ofPublisher(String pattern) {
    return new NotificationFilter(
        Optional.of(Pattern.compile(pattern)), Optional.empty(), Map.of(), Map.of(), Map.of());
  }

  /// Lets of these only those pass whose context has a value that fits.
  ///
  /// @param key of the value
  /// @param pattern a regular expression
  /// @return the narrower filter
  public NotificationFilter withContext(String key, String pattern) {
    return new NotificationFilter(
        publisherId, eventType, plus(context, key, pattern), metadata, payload);
  }

  /// Lets of these only those pass whose metadata fit.
  ///
  /// @param key `message_id` or `timestamp`
  /// @param pattern a regular expression
  /// @return the narrower filter
  public NotificationFilter withMetadata(String key, String pattern) {
    return new NotificationFilter(
        publisherId, eventType, context, plus(metadata, key, pattern), payload);
  }

  /// Lets of these only those pass whose payload has a value that fits.
  ///
  /// @param key of the value
  /// @param pattern a regular expression
  /// @return the narrower filter
  public NotificationFilter withPayload(String key, String pattern) {
    return new NotificationFilter(
        publisherId, eventType, context, metadata, plus(payload, key, pattern));
  }

  /// Whether a notification passes.
  ///
  /// @param notification what happened
  /// @return whether every pattern fits
  public boolean matches(Notification notification) {
    return fits(publisherId, notification.publisherId())
        && fits(eventType, notification.eventType())
        && context.entrySet().stream()
            .allMatch(one -> fits(one.getValue(), inContext(notification, one.getKey())))
        && metadata.entrySet().stream()
            .allMatch(one -> fits(one.getValue(), inMetadata(notification, one.getKey())))
        && payload.entrySet().stream()
            .allMatch(one -> fits(one.getValue(), notification.payload().path(one.getKey())));
  }

  private static JsonNode inContext(Notification notification, String key) {
    return notification.context().getOrDefault(key, MissingNode.getInstance());
  }

  private static JsonNode inMetadata(Notification notification, String key) {
    return switch (key) {
      case "message_id" -> StringNode.valueOf(notification.messageId());
      case "timestamp" -> StringNode.valueOf(notification.timestamp());
      default -> MissingNode.getInstance();
    };
  }

  private static Map<String, Pattern> plus(Map<String, Pattern> some, String key, String pattern) {
    Map<String, Pattern> more = new HashMap<>(some);
    more.put(key, Pattern.compile(pattern));
    return more;
  }

  private static boolean fits(Optional<Pattern> pattern, String text) {
    return pattern.map(some -> some.matcher(text).lookingAt()).orElse(true);
  }

  private static boolean fits(Pattern pattern, JsonNode value) {
    return value.isString() && pattern.matcher(value.asString()).lookingAt();
  }
}
