package dev.perennial.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The texts that must not be shown, for messages that somebody else wrote.
final class SecretTexts {
  private final List<String> longestFirst;

  private SecretTexts(List<String> longestFirst) {
    this.longestFirst = longestFirst;
  }

  /// Of these values, as far as somebody set them: a declared default is no secret.
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  static SecretTexts of(Collection<Effective>... values) {
    return new SecretTexts(
        Stream.of(values)
            .flatMap(Collection::stream)
            .filter(value -> value.option().secret() && value.isSet())
            .flatMap(SecretTexts::texts)
            .filter(text -> !text.isEmpty())
            .distinct()
            .sorted(SecretTexts::byLengthDown)
            .collect(Collectors.toList()));
  }

  // The comparators of the JDK are serializable, and no AOT cache keeps what is: each would take a
  // worker that starts a millisecond.
  private static int byLengthDown(String one, String other) {
    return Integer.compare(other.length(), one.length());
  }

  /// Those of at least so many characters.
  SecretTexts ofLength(int min) {
    return new SecretTexts(longestFirst.stream().filter(text -> text.length() >= min).toList());
  }

  private static Stream<String> texts(Effective value) {
    return Stream.concat(
        Stream.of(value.text()), items(value.value()).stream().map(SecretTexts::text));
  }

  /// What may appear alone: the items of a list, and the values of a map, whose keys are names.
  private static Collection<?> items(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values();
    }
    return value instanceof List<?> list ? list : List.of();
  }

  private static String text(Object item) {
    return item instanceof Secret secret ? secret.reveal() : item.toString();
  }

  String maskedIn(String message) {
    String text = message;
    for (String secret : longestFirst) {
      text = text.replace(secret, Secret.MASK);
    }
    return text;
  }
}
