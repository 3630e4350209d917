package dev.perennial.launcher;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// What an operator asks of a launcher over its control socket.
///
/// @param verb what to do
/// @param arguments of [Verb#PERFORM] and [Verb#REOPEN_LOGS]: the name of an operation and its own
///   arguments; of [Verb#PERFORM_IN] the same behind the name of a process
/// @param reply completed once by the launcher's thread
record ControlRequest(Verb verb, List<String> arguments, CompletableFuture<Reply> reply) {

  /// What can be asked for.
  enum Verb {
    STATUS,
    CONFIG,
    RELOAD,
    RELOAD_WAIT,
    STOP,
    REOPEN_LOGS,
    METRICS,
    PERFORM,
    PERFORM_IN
  }

  /// The answer.
  ///
  /// @param ok whether it was done
  /// @param text for people, or JSON
  record Reply(boolean ok, String text) {

    static Reply done(String text) {
      return new Reply(true, text);
    }

    static Reply failed(String text) {
      return new Reply(false, text);
    }
  }

  static ControlRequest parse(List<String> words) {
    List<String> arguments = words.subList(1, words.size());
    if (words.getFirst().equals("perform") && !arguments.isEmpty()) {
      return of(Verb.PERFORM, arguments);
    }
    return words.getFirst().equals("perform-in") && arguments.size() > 1
        ? of(Verb.PERFORM_IN, arguments)
        : of(verb(String.join(" ", words)));
  }

  static ControlRequest of(Verb verb) {
    return of(verb, verb == Verb.REOPEN_LOGS ? List.of(Extensions.REOPEN_LOGS) : List.of());
  }

  static ControlRequest of(Verb verb, List<String> arguments) {
    return new ControlRequest(verb, List.copyOf(arguments), new CompletableFuture<>());
  }

  private static Verb verb(String text) {
    return switch (text) {
      case "status" -> Verb.STATUS;
      case "config" -> Verb.CONFIG;
      case "reload" -> Verb.RELOAD;
      case "reload wait" -> Verb.RELOAD_WAIT;
      case "stop" -> Verb.STOP;
      case "reopen-logs" -> Verb.REOPEN_LOGS;
      case "metrics" -> Verb.METRICS;
      default -> throw new IllegalArgumentException("unknown request: " + text);
    };
  }

  void done(String text) {
    reply.complete(Reply.done(text));
  }

  /// Answers by itself if it takes too long: whoever asked is told why, before losing patience.
  void failAfter(Duration limit) {
    reply.completeOnTimeout(
        Reply.failed(OperationQueries.silence(ProcessHandle.current().pid(), limit)),
        limit.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  void failed(String text) {
    reply.complete(Reply.failed(text));
  }
}
