package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The operators' command in a terminal, with somebody who types.
final class Terminal implements AutoCloseable {

  private final Process process;
  private final Path screen;

  private Terminal(Process process, Path screen) {
    this.process = process;
    this.screen = screen;
  }

  /// @param directory for files of its own
  /// @param environment besides that of this process
  static Terminal start(Path directory, Map<String, String> environment, String... words)
      throws IOException {
    Path screen = Files.createTempFile(directory, "screen", ".txt");
    Path script = Files.createTempFile(directory, "command", ".sh");
    // Without it the terminal of somebody who is a pipe has no columns.
    // And what is started in the background ignores Ctrl-C, which what it starts inherits.
    String exec = "stty rows 40 cols 120; exec env --default-signal=INT ";
    Files.writeString(script, exec + quoted(command(words)) + "\n");
    ProcessBuilder builder =
        new ProcessBuilder("script", "-qefc", "exec sh " + script, screen.toString());
    builder.environment().putAll(environment);
    // What keys send depends on it, and a builder of software has no terminal of its own.
    builder.environment().put("TERM", "xterm");
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return new Terminal(builder.start(), screen);
  }

  private static List<String> command(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.perennial.cli.PerennialCommand"));
    command.addAll(List.of(words));
    return command;
  }

  private static String quoted(List<String> words) {
    return String.join(" ", words.stream().map(word -> "'" + word + "'").toList());
  }

  /// Types keys.
  ///
  /// @param keys as a terminal sends them
  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /// Types keys and waits until the screen has shown something new.
  void typeUntil(String keys, String shown) throws Exception {
    int before = screen().length();
    type(keys);
    awaitAfter(before, shown);
  }

  /// Types keys and waits for the prompt behind what was to be shown. A key that comes before the
  /// prompt goes to a terminal that still edits lines by itself, and may be lost there.
  void typeUntil(String keys, String shown, String prompt) throws Exception {
    int before = screen().length();
    typeUntil(keys, shown);
    awaitAfter(screen().indexOf(shown, before) + shown.length(), prompt);
  }

  void await(String shown) throws Exception {
    awaitAfter(0, shown);
  }

  private void awaitAfter(int before, String shown) throws Exception {
    try {
      Waiting.until(
          "'" + shown + "' on the screen",
          Program.PATIENCE,
          () -> screen().substring(before).contains(shown));
    } catch (AssertionError missing) {
      throw new AssertionError(missing.getMessage() + ", which has " + screen(), missing);
    }
  }

  /// Everything that was shown, with what moves the cursor.
  String screen() {
    try {
      return new String(Files.readAllBytes(screen), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  int awaitExit() throws InterruptedException {
    assertTrue(
        process.waitFor(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS), "the command goes on");
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
