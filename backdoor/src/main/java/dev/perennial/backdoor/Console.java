package dev.perennial.backdoor;

import dev.perennial.config.Config;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  /// What a command may cost.
  ///
  /// @param time after which it is given up
  /// @param characters of an answer
  record Limits(Duration time, int characters) {}

  static final Limits LIMITS = new Limits(Duration.ofSeconds(30), 1 << 20);

  private static final Logger LOG = System.getLogger("dev.perennial.backdoor");
  private static final int LOGGED = 200;

  private final Config config;
  private final JavaAccess java;
  private final Map<String, Command> commands;
  private final Limits limits;
  private final ReentrantLock turn = new ReentrantLock();

  Console(Config config, JavaAccess java, Map<String, Command> commands, Limits limits) {
    this.config = config;
    this.java = java;
    this.commands = commands;
    this.limits = limits;
  }

  /// @param java whether its sessions may run Java
  static Console of(Config config, JavaAccess java) {
    Commands commands = new Commands(Profiler.ofThisProcess(config));
    return new Console(config, java, commands.byName(), LIMITS);
  }

  JavaAccess java() {
    return java;
  }

  List<Command> commands() {
    return List.copyOf(commands.values());
  }

  /// Runs a line that somebody typed.
  ///
  /// @param session its name, for the log
  /// @return the answer, ready to be shown
  Answer run(String session, String line) throws InterruptedException {
    audit(session, line);
    Optional<Invocation> invocation = Invocation.parse(line);
    Optional<Command> command =
        invocation.map(Invocation::name).flatMap(name -> Optional.ofNullable(commands.get(name)));
    if (command.isEmpty()) {
      return new Answer(false, shown("no such command: " + logged(line) + "; help lists all"));
    }
    if (!turn.tryLock(limits.time().toMillis(), TimeUnit.MILLISECONDS)) {
      return new Answer(true, "another command is running; try again");
    }
    try {
      return new Answer(true, shown(result(command.get(), invocation.get().argument())));
    } finally {
      turn.unlock();
    }
  }

  /// Logs a line before it is obeyed.
  void audit(String session, String line) {
    LOG.log(Level.INFO, "backdoor session {0}: {1}", session, logged(line));
  }

  private String result(Command command, Optional<String> argument) throws InterruptedException {
    FutureTask<String> task = new FutureTask<>(() -> command.action().run(argument));
    Thread thread = Thread.ofPlatform().name("backdoor-command").daemon(true).start(task);
    try {
      return task.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      thread.interrupt();
      return "did not end within " + limits.time().toSeconds() + " s and was given up";
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
    // Masked before it is cut, or the first half of a secret could be left.
    String masked = config.masked(text);
    String cut =
        masked.length() <= limits.characters()
            ? masked
            : masked.substring(0, limits.characters())
                + "\n... cut here: an answer has at most "
                + limits.characters()
                + " characters";
    return Printable.text(cut);
  }

  private String logged(String line) {
    String text = Printable.line(config.masked(line));
    return text.length() <= LOGGED ? text : text.substring(0, LOGGED) + "...";
  }
}
