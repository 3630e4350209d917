package dev.perennial.config;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression that can be compared with another one.
final class PatternRule {
  private final Pattern pattern;

  /// @throws IllegalArgumentException if it is no regular expression
  PatternRule(String expression, boolean ignoreCase) {
    try {
      this.pattern = Pattern.compile(expression, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "@Matches is no regular expression: " + e.getDescription(), e);
    }
  }

  String expression() {
    return pattern.pattern();
  }

  /// A pattern that recurses too deeply has no match: better than a program that does not start
  /// because of one long line.
  boolean isIn(String text) {
    try {
      return pattern.matcher(text).find();
    } catch (StackOverflowError tooDeep) {
      return false;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PatternRule rule
        && rule.expression().equals(expression())
        && rule.pattern.flags() == pattern.flags();
  }

  @Override
  public int hashCode() {
    return expression().hashCode();
  }

  @Override
  public String toString() {
    return expression();
  }
}
