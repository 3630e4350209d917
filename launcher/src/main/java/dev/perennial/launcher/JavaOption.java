package dev.perennial.launcher;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an option of a JVM is about: two that are about the same cannot both count.
final class JavaOption {

  private static final Pattern SUBJECT =
      Pattern.compile("-D([^=]+)(?:=.*)?|-XX:[+-]?(\\w+)(?:=.*)?|(-Xm[nsx]|-Xss|-Xshare:).*");

  private JavaOption() {}

  /// Whether one takes the place of the other.
  static boolean isSame(String one, String other) {
    Optional<String> subject = subject(one);
    return subject.isPresent() && subject.equals(subject(other));
  }

  private static Optional<String> subject(String option) {
    Matcher matcher = SUBJECT.matcher(option);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(matcher.group(1))
        .map("-D"::concat)
        .or(() -> Optional.ofNullable(matcher.group(2)).map("-XX:"::concat))
        .or(() -> Optional.ofNullable(matcher.group(3)));
  }
}
