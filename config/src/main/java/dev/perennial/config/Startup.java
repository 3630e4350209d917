package dev.perennial.config;

import java.util.List;

/// How a program's attempt to load its configuration ended.
sealed interface Startup {

  /// It can run.
  record Ready(Config config) implements Startup {}

  /// It was asked a question, and this is the answer.
  record Answered(String text) implements Startup {}

  /// It cannot run, for these reasons.
  record Refused(int status, List<ConfigError> errors) implements Startup {}
}
