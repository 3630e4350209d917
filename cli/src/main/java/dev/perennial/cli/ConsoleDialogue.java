package dev.perennial.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/// Lines that a person edits, one after the other, and what a process answers to them.
final class ConsoleDialogue {

  private static final String COMMANDS = ">>> ";

  private final BackdoorClient client;
  private final List<String> commands;
  private final LineReader reader;
  private String prompt = COMMANDS;

  /// @param commands what Tab completes
  /// @param history where lines are kept for the next time, if anywhere
  ConsoleDialogue(
      BackdoorClient client, Terminal terminal, List<String> commands, Optional<Path> history) {
    this.client = client;
    this.commands = commands;
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .completer((_, line, candidates) -> complete(line, candidates))
            // An exclamation mark is Java, not a line of before.
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    this.reader = builder.build();
  }

  /// Goes on until either side ends it.
  void run() throws IOException {
    Optional<String> line = Optional.of("");
    BackdoorClient.Reply reply = client.receive();
    while (print(reply) && line.isPresent()) {
      line = read();
      if (line.isPresent()) {
        client.send(line.get());
        reply = client.receive();
      }
    }
  }

  // Whether the process wants another line.
  private boolean print(BackdoorClient.Reply reply) {
    PrintWriter out = reader.getTerminal().writer();
    out.print(reply.text());
    out.flush();
    reply.prompt().ifPresent(next -> prompt = next);
    return reply.prompt().isPresent();
  }

  // Ctrl-C drops the line, Ctrl-D ends the dialogue.
  private Optional<String> read() {
    while (true) {
      try {
        return Optional.of(reader.readLine(prompt));
      } catch (UserInterruptException dropped) {
        continue;
      } catch (EndOfFileException end) {
        return Optional.empty();
      }
    }
  }

  void complete(ParsedLine line, List<Candidate> candidates) {
    if (prompt.equals(COMMANDS) && line.wordIndex() == 0) {
      commands.forEach(command -> candidates.add(new Candidate(command)));
    }
  }
}
