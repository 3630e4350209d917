package dev.perennial.config;

/// A text that is never printed by accident: its string form is four stars.
///
/// Equality is by value, so that a changed password counts as a change.
public final class Secret {

  static final String MASK = "****";

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /// {@return a secret with this text}
  ///
  /// @param text the text to hide
  public static Secret of(String text) {
    return new Secret(text);
  }

  /// {@return the text itself} Hand it to what needs it, and to no log.
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
