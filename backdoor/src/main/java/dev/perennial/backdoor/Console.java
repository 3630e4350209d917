package dev.perennial.backdoor;

import dev.perennial.config.Config;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// Runs the commands of all sessions, one at a time, and bounds what they may cost: their time and
/// the length of an answer. Values of secret options are masked in every answer.
///
/// Thread-safe.
final class Console {

  static final Duration TIME_LIMIT = Duration.ofSeconds(30);
  static final int MAX_ANSWER = 1 << 20;

  private static final Logger LOG = System.getLogger("dev.perennial.backdoor");
  private static final int LOGGED = 200;

  private final Config config;
  private final Commands commands;
  private final ReentrantLock turn = new ReentrantLock();

  private Console(Config config, Commands commands) {
    this.config = config;
    this.commands = commands;
  }

  static Console of(Config config) {
    return new Console(config, new Commands(Profiler.ofThisProcess(config)));
  }

  Commands commands() {
    return commands;
  }

  /// Runs a line that somebody typed.
  ///
  /// @param session its name, for the log
  /// @return the answer, ready to be shown
  Answer run(String session, String line) throws InterruptedException {
    LOG.log(Level.INFO, "backdoor session {0}: {1}", session, logged(line));
    Optional<Invocation> invocation = Invocation.parse(line);
    Optional<Command> command =
        invocation
            .map(Invocation::name)
            .flatMap(name -> Optional.ofNullable(commands.byName().get(name)));
    if (command.isEmpty()) {
      return new Answer(false, shown("no such command: " + logged(line) + "; help lists all"));
    }
    if (!turn.tryLock(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      return new Answer(true, "another command is running; try again");
    }
    try {
      return new Answer(true, shown(result(command.get(), invocation.get().argument())));
    } finally {
      turn.unlock();
    }
  }

  private String result(Command command, Optional<String> argument) throws InterruptedException {
    FutureTask<String> task = new FutureTask<>(() -> command.action().run(argument));
    Thread thread = Thread.ofPlatform().name("backdoor-command").daemon(true).start(task);
    try {
      return task.get(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      thread.interrupt();
      return "did not end within " + TIME_LIMIT.toSeconds() + " s and was given up";
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof Refusal refusal) {
        return refusal.text();
      }
      LOG.log(Level.WARNING, "a command of the backdoor failed", failure.getCause());
      return "failed: " + failure.getCause();
    }
  }

  /// A text that may be sent to somebody.
  String shown(String text) {
    String cut =
        text.length() <= MAX_ANSWER
            ? text
            : text.substring(0, MAX_ANSWER)
                + "\n... cut here: an answer has at most "
                + MAX_ANSWER
                + " characters";
    return Printable.text(config.masked(cut));
  }

  private String logged(String line) {
    String text = Printable.line(config.masked(line));
    return text.length() <= LOGGED ? text : text.substring(0, LOGGED) + "...";
  }
}
