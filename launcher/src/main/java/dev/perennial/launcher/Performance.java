package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.config.json.JsonText;
import dev.perennial.service.Operation;
import dev.perennial.service.Service;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// How an operation went in one process.
///
/// Its text leaves the process, and secrets in it are masked as in the log: what a service tells of
/// its work, such as why a task failed, others wrote.
///
/// @param kind whether it was performed
/// @param text rows as JSON, or why it failed
record Performance(Kind kind, String text) {

  /// Whether an operation was performed.
  enum Kind {
    DONE,
    FAILED,

    /// The service does not offer it, or not for what the arguments name.
    ABSENT
  }

  private static final Performance ABSENT = new Performance(Kind.ABSENT, "");

  /// Performs an operation of a service of this process.
  ///
  /// @param words its name and arguments
  static Performance of(Config config, Service service, List<String> words) {
    return of(config, service.name(), service::operations, words);
  }

  /// Performs an operation of a service, or else of an extension of its process.
  ///
  /// @param words its name and arguments
  static Performance of(Config config, Service service, Extensions extensions, List<String> words) {
    return of(config, service.name(), () -> operations(service, extensions), words);
  }

  /// Performs an operation of an extension of this process.
  ///
  /// @param words its name and arguments
  static Performance of(Config config, Extensions extensions, List<String> words) {
    return of(config, "this process", extensions::operations, words);
  }

  private static Map<String, Operation> operations(Service service, Extensions extensions) {
    Map<String, Operation> all = new HashMap<>(extensions.operations());
    all.putAll(service.operations());
    return all;
  }

  private static Performance of(
      Config config, String who, Supplier<Map<String, Operation>> operations, List<String> words) {
    UnaryOperator<String> mask = config.secretMask();
    try {
      Operation operation = operations.get().get(words.getFirst());
      return operation == null
          ? ABSENT
          : operation
              .perform(words.subList(1, words.size()))
              .map(rows ->
                  new Performance(Kind.DONE, JsonText.of(rows, JsonText.Layout.COMPACT, mask)))
              .orElse(ABSENT);
    } catch (Exception | Error failure) {
      return failed(config, who, words, failure);
    }
  }

  /// An operation that could not be performed, which is logged.
  ///
  /// @param who was to perform it
  /// @param words its name and arguments
  static Performance failed(Config config, String who, List<String> words, Throwable failure) {
    System.getLogger("dev.perennial.launcher")
        .log(Level.WARNING, who + " did not perform " + words, failure);
    return new Performance(Kind.FAILED, config.secretMask().apply(OneLine.brief(failure)));
  }
}
