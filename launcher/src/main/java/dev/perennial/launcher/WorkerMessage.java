package dev.perennial.launcher;

import dev.perennial.service.Activity;
import dev.perennial.service.BusConnections;
import dev.perennial.service.ListeningService;
import dev.perennial.service.Service;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a worker tells its supervisor, one line each on the control socket.
///
/// Each writes its own line: a pattern switch would cost every worker 50 ms of CPU before its first
/// answer, because the JVM makes its code anew at each start.
sealed interface WorkerMessage {

  /// The most characters of a line; what an operation answers is the only one that might be longer.
  int MAX_LINE = 1 << 24;

  /// The service has started.
  record Ready() implements WorkerMessage {
    @Override
    public String toLine() {
      return "ready";
    }
  }

  /// The service could not start, or the program ended before it was asked to.
  ///
  /// @param cause for an operator
  record Failed(String cause) implements WorkerMessage {
    @Override
    public String toLine() {
      return Fields.join("failed", cause);
    }
  }

  /// Somebody sent SIGTERM to this worker: it wants to be drained and replaced.
  record WantsToLeave() implements WorkerMessage {
    @Override
    public String toLine() {
      return "wants-to-leave";
    }
  }

  /// The answer to a request for it.
  ///
  /// @param activity of the service
  /// @param certificateEnd when its certificate ends, if it has one
  /// @param bus how the connections of the process to message buses stand
  record Reports(
      Activity activity, Optional<Instant> certificateEnd, List<BusConnections.Shown> bus)
      implements WorkerMessage {

    /// No word yet.
    static final Reports NOTHING = new Reports(Activity.NONE, Optional.empty(), List.of());

    /// Nothing of a service that fails at it: the thread that asks hears orders as well.
    static Reports of(Service service) {
      try {
        return new Reports(
            service.activity(),
            service instanceof ListeningService listening
                ? listening.certificateEnd()
                : Optional.empty(),
            BusConnections.ofProcess().now());
      } catch (RuntimeException | Error failure) {
        System.getLogger("dev.perennial.launcher")
            .log(Level.WARNING, service.name() + " cannot say what it does", failure);
        return NOTHING;
      }
    }

    @Override
    public String toLine() {
      List<Object> words = new ArrayList<>();
      words.add("reports");
      words.add(activity.requestsTotal());
      words.add(activity.inFlight());
      words.add(certificateEnd.isPresent() ? certificateEnd.get() : "");
      words.addAll(BusReport.words(bus));
      return Fields.join(words.toArray());
    }

    private static Reports parse(List<String> words) {
      return new Reports(
          new Activity(Long.parseLong(words.get(1)), Integer.parseInt(words.get(2))),
          words.get(3).isEmpty() ? Optional.empty() : Optional.of(Instant.parse(words.get(3))),
          BusReport.parse(words.subList(4, words.size())));
    }
  }

  /// An operation of the service was performed, or could not be.
  ///
  /// @param number of the request
  /// @param performance how it went
  record Performed(long number, Performance performance) implements WorkerMessage {
    @Override
    public String toLine() {
      String line = Fields.join("performed", number, performance.kind(), performance.text());
      return line.length() <= MAX_LINE ? line : new Performed(number, tooLong(line)).toLine();
    }

    private static Performance tooLong(String line) {
      return new Performance(
          Performance.Kind.FAILED,
          "the answer has " + line.length() + " characters, and " + MAX_LINE + " are possible");
    }
  }

  /// The configuration could be switched to.
  ///
  /// @param generation of the configuration
  record Prepared(int generation) implements WorkerMessage {
    @Override
    public String toLine() {
      return Fields.join("prepared", generation);
    }
  }

  /// The configuration that was prepared is in force.
  ///
  /// @param generation of the configuration
  /// @param trouble listeners that could not follow, for an operator; or an empty text
  record Switched(int generation, String trouble) implements WorkerMessage {
    @Override
    public String toLine() {
      return Fields.join("switched", generation, trouble);
    }
  }

  /// The configuration cannot be switched to.
  ///
  /// @param generation of the configuration
  /// @param cause for an operator
  record Refused(int generation, String cause) implements WorkerMessage {
    @Override
    public String toLine() {
      return Fields.join("refused", generation, cause);
    }
  }

  /// The form in which it is sent.
  String toLine();

  static WorkerMessage parse(String line) {
    List<String> words = Fields.split(line);
    return switch (words.getFirst()) {
      case "ready" -> new Ready();
      case "failed" -> new Failed(words.get(1));
      case "wants-to-leave" -> new WantsToLeave();
      case "reports" -> Reports.parse(words);
      case "performed" ->
          new Performed(
              Long.parseLong(words.get(1)),
              new Performance(Performance.Kind.valueOf(words.get(2)), words.get(3)));
      case "prepared" -> new Prepared(Integer.parseInt(words.get(1)));
      case "switched" -> new Switched(Integer.parseInt(words.get(1)), words.get(2));
      case "refused" -> new Refused(Integer.parseInt(words.get(1)), words.get(2));
      default -> throw new IllegalArgumentException("no message of a worker: " + line);
    };
  }
}
