package dev.perennial.config;

import java.util.Optional;

/// One thing that is wrong with the configuration. The string form is a single line,
/// `FILE:LINE:COLUMN: text (hint)`, and never shows the value of a secret option.
///
/// @param kind whose mistake it is
/// @param where the place to correct; empty when something is missing altogether
/// @param text what is wrong
/// @param hint what to do about it, or an empty text
public record ConfigError(Kind kind, Optional<Origin> where, String text, String hint) {

  /// Tells a wrong command line from a wrong configuration, because the exit statuses differ.
  public enum Kind {
    /// The command line cannot be understood.
    USAGE,
    /// A file, or the values taken together, cannot be used.
    CONFIGURATION
  }

  static ConfigError at(Origin where, String text, String hint) {
    return new ConfigError(kindOf(where), Optional.of(where), text, hint);
  }

  static ConfigError at(Origin where, String text) {
    return at(where, text, "");
  }

  static ConfigError nowhere(String text, String hint) {
    return new ConfigError(Kind.CONFIGURATION, Optional.empty(), text, hint);
  }

  /// A mistake in an argument is a mistake in the use of the program.
  private static Kind kindOf(Origin where) {
    return where instanceof Origin.Argument ? Kind.USAGE : Kind.CONFIGURATION;
  }

  @Override
  public String toString() {
    String place = where.map(origin -> origin + ": ").orElse("");
    return Quoted.onOneLine(place + text + (hint.isEmpty() ? "" : " (" + hint + ")"));
  }
}
