package dev.perennial.rpc;

import java.util.Optional;
import java.util.regex.Pattern;

/// Which notifications an endpoint gets. Patterns have to match from the beginning of the text and
/// may end before its end.
///
/// @param publisherId pattern for the publisher; empty for all
/// @param eventType pattern for the event; empty for all
public record NotificationFilter(Optional<Pattern> publisherId, Optional<Pattern> eventType) {

  /// Lets everything pass.
  public static final NotificationFilter ALL =
      new NotificationFilter(Optional.empty(), Optional.empty());

  /// Lets some events pass.
  ///
  /// @param pattern a regular expression
  /// @return the filter
  public static NotificationFilter ofEvent(String pattern) {
    return new NotificationFilter(Optional.empty(), Optional.of(Pattern.compile(pattern)));
  }

  /// Lets the events of some publishers pass.
  ///
  /// @param pattern a regular expression
  /// @return the filter
  public static NotificationFilter ofPublisher(String pattern) {
    return new NotificationFilter(Optional.of(Pattern.compile(pattern)), Optional.empty());
  }

  /// Whether a notification passes.
  ///
  /// @param notification what happened
  /// @return whether every pattern fits
  public boolean matches(Notification notification) {
    return fits(publisherId, notification.publisherId())
        && fits(eventType, notification.eventType());
  }

  private static boolean fits(Optional<Pattern> pattern, String text) {
    return pattern.map(some -> some.matcher(text).lookingAt()).orElse(true);
  }
}
