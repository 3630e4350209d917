package dev.perennial.config;

import java.util.List;

/// A configuration file rewritten to the present names of its options.
///
/// @param text the file as it should be, comments included; contains its secrets
/// @param steps what differs from the file as it is, a line each, without values
/// @param byHand what was left as it is because only a person can decide, a line each
public record Migration(String text, List<String> steps, List<String> byHand) {

  /// Copies the lists.
  public Migration {
    steps = List.copyOf(steps);
    byHand = List.copyOf(byHand);
  }

  /// {@return the steps} The text may be secret.
  @Override
  public String toString() {
    return String.join("\n", steps);
  }
}
