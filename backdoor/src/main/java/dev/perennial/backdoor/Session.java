package dev.perennial.backdoor;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/// A conversation over one connection.
///
/// A client that pipes a line into `nc` never says that nothing more will come, because Debian's nc
/// keeps the connection open. So who has sent a line before we have sent a prompt gets the answer
/// and the end of the connection; who has not gets a prompt and may go on.
///
/// Before each prompt comes the control character END OF TEXT. A terminal does not show it, and an
/// answer cannot have it, so a program that talks to us knows where an answer ends.
final class Session {

  /// How long the first line may take to be taken for one that was piped.
  static final Duration PROMPT_DELAY = Duration.ofSeconds(1);

  private static final Logger LOG = System.getLogger("dev.perennial.backdoor");

  /// How long a line may be behind the answer to the one that it was piped with: on a busy machine
  /// neither its writer nor our reader is at once. A client that has ended its side is not waited
  /// for.
  private static final Duration PIPED_TOGETHER = Duration.ofMillis(500);

  private static final Duration IDLE_LIMIT = Duration.ofMinutes(10);
  private static final char END_OF_TEXT = 3;
  private static final String PROMPT = ">>> ";

  private final Connection connection;
  private final Console console;
  private final String name;

  // Commands ──jshell──► Java ──exit, a snippet that cannot be stopped──► Commands
  // Empty is Commands. Only the thread of the session uses it.
  private Optional<JavaConsole> java = Optional.empty();

  Session(Connection connection, Console console, String name) {
    this.connection = connection;
    this.console = console;
    this.name = name;
  }

  void run() {
    try {
      Optional<Connection.Received> first = connection.receive(PROMPT_DELAY);
      if (first.isPresent()) {
        answerPiped(first.get());
      } else {
        converse();
      }
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "backdoor session {0}: {1}", name, gone.getMessage());
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    } finally {
      leaveJava();
    }
  }

  // What is no command ends it: a browser that was made to connect here speaks HTTP, and what it
  // sends behind the first line must not be obeyed.
  private void answerPiped(Connection.Received first) throws IOException, InterruptedException {
    Optional<Connection.Received> next = Optional.of(first);
    while (next.isPresent() && answer(next.get()) == Then.GO_ON) {
      next = connection.receive(PIPED_TOGETHER);
    }
  }

  private void converse() throws IOException, InterruptedException {
    connection.send("Perennial backdoor of process " + ProcessHandle.current().pid() + "; help\n");
    Then then = Then.GO_ON;
    while (then != Then.END) {
      connection.send(END_OF_TEXT + java.map(JavaConsole::prompt).orElse(PROMPT));
      Optional<Connection.Received> line = connection.receive(IDLE_LIMIT);
      then = line.isPresent() ? answer(line.get()) : idle();
    }
  }

  private Then idle() throws IOException {
    connection.send("\nnothing said for " + IDLE_LIMIT.toMinutes() + " minutes\n");
    return Then.END;
  }

  private enum Then {
    GO_ON,
    UNKNOWN,
    END
  }

  private Then answer(Connection.Received received) throws IOException, InterruptedException {
    return switch (received) {
      case Connection.Received.Line(String text) ->
          java.isPresent() ? answerJava(java.get(), text) : answer(text);
      case Connection.Received.TooLong _ -> {
        LOG.log(Level.WARNING, "backdoor session {0}: the line is too long", name);
        connection.send("a line has at most " + Connection.MAX_LINE + " bytes\n");
        yield Then.END;
      }
      case Connection.Received.End _ -> Then.END;
    };
  }

  private Then answer(String line) throws IOException, InterruptedException {
    if (line.isBlank()) {
      return Then.GO_ON;
    }
    if (isCall(line, "exit|quit")) {
      return Then.END;
    }
    if (isCall(line, "jshell")) {
      console.audit(name, line);
      say(enterJava());
      return Then.GO_ON;
    }
    Answer answer = console.run(name, line);
    say(answer.text());
    return answer.known() ? Then.GO_ON : Then.UNKNOWN;
  }

  private Then answerJava(JavaConsole open, String line) throws IOException, InterruptedException {
    if (isCall(line, "/?(exit|quit)")) {
      leaveJava();
      return Then.GO_ON;
    }
    console.audit(name, "java: " + line);
    say(console.shown(runJava(open, line)));
    if (open.isLost()) {
      leaveJava();
    }
    return Then.GO_ON;
  }

  private String enterJava() {
    try {
      JavaConsole opened = JavaConsole.open(console.java());
      java = Optional.of(opened);
      return opened.greeting();
    } catch (Refusal refusal) {
      return refusal.text();
    }
  }

  private static String runJava(JavaConsole open, String line) throws InterruptedException {
    try {
      return open.run(line);
    } catch (Refusal refusal) {
      return refusal.text();
    }
  }

  private void leaveJava() {
    java.ifPresent(JavaConsole::close);
    java = Optional.empty();
  }

  private void say(String text) throws IOException {
    if (!text.isEmpty()) {
      connection.send(text + "\n");
    }
  }

  private static boolean isCall(String line, String names) {
    return line.strip().matches("(" + names + ")\\s*(\\(\\s*\\))?\\s*;?");
  }
}
