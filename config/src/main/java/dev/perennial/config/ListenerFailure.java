package dev.perennial.config;

/// A listener that could not follow a change. The change is in force all the same.
///
/// @param listener the name it was added under
/// @param section the section of the group it listens to
/// @param cause what it threw, and where; values of secret options are masked
public record ListenerFailure(String listener, String section, String cause) {

  static ListenerFailure of(
      String listener, String section, Throwable failure, SecretTexts hidden) {
    StackTraceElement[] trace = failure.getStackTrace();
    String where = trace.length == 0 ? "" : " at " + trace[0];
    return new ListenerFailure(listener, section, hidden.maskedIn(failure.toString()) + where);
  }

  @Override
  public String toString() {
    return Quoted.onOneLine("listener %s of [%s]: %s".formatted(listener, section, cause));
  }
}
