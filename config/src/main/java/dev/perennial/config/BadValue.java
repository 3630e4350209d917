package dev.perennial.config;

import java.io.Serial;

/// A text that its option does not accept. The message is a predicate, such as `is not an integer`,
/// without the text itself: the caller knows whether that may be shown.
final class BadValue extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /// The reason has been told already, where it lies: at another option that this one refers to.
  static final BadValue TOLD = new BadValue("refers to an option without a good value");

  /// The text is not there, but will be where the program runs.
  static final BadValue UNKNOWN = new BadValue("is not known here");

  private final String problem;
  private final String hint;
  private final boolean quotes;

  private BadValue(String problem, String hint, boolean quotes) {
    // Without a stack trace: it is an answer, and a list may ask often.
    super(problem, null, false, false);
    this.problem = problem;
    this.hint = hint;
    this.quotes = quotes;
  }

  BadValue(String problem, String hint) {
    this(problem, hint, false);
  }

  BadValue(String problem) {
    this(problem, "", false);
  }

  /// For a message that repeats a part of the text, against the rule above.
  static BadValue quoting(String problem, String hint) {
    return new BadValue(problem, hint, true);
  }

  String problem() {
    return problem;
  }

  String hint() {
    return hint;
  }

  /// What is wrong with a text that nobody may see.
  String problemOfSecret() {
    return quotes ? "refers to something that cannot be used (write $$ for a dollar)" : problem;
  }
}
