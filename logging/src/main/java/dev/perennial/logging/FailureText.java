package dev.perennial.logging;

/// What a failure says of itself. Whatever is wrong with that, nothing comes out of here: whoever
/// logs must not be hurt by what is logged.
final class FailureText {

  private FailureText() {}

  /// Its own text, or its class where it has none.
  static String of(Throwable failure) {
    try {
      return failure.toString();
    } catch (RuntimeException | Error wordless) {
      return failure.getClass().getName();
    }
  }
}
