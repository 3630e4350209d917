package dev.perennial.config;

import java.io.Serial;

/// A text that its option does not accept. The message is a predicate, such as `is not an integer`,
/// without the text itself: the caller knows whether that may be shown.
final class BadValue extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String problem;
  private final String hint;

  BadValue(String problem, String hint) {
    // Without a stack trace: it is an answer, and a list may ask often.
    super(problem, null, false, false);
    this.problem = problem;
    this.hint = hint;
  }

  BadValue(String problem) {
    this(problem, "");
  }

  String problem() {
    return problem;
  }

  String hint() {
    return hint;
  }
}
