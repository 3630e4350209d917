package dev.perennial.launcher;

import java.io.Serial;

/// A launcher that is asked for what it cannot do. Its message is for an operator: the number of
/// workers is configuration as a rule.
final class LaunchMistake extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  LaunchMistake(String message) {
    super(message);
  }
}
