package dev.perennial.recorded;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;

/// Takes what is logged while the tests of a module run, so that a test can look at it.
public final class LogRecorder extends System.LoggerFinder {

  /// Whatever contains this text ends with an error instead of being logged.
  public static final String UNLOGGABLE = "there is no memory to log this";

  private static final List<String> LINES = new CopyOnWriteArrayList<>();

  /// Made by the platform's own search for a finder.
  public LogRecorder() {}

  /// How often a line with this text was logged; tests use texts of their own.
  public static long count(String text) {
    return LINES.stream().filter(line -> line.contains(text)).count();
  }

  @Override
  public Logger getLogger(String name, Module module) {
    return new Recorder(name);
  }

  private record Recorder(String name) implements Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return name.startsWith("dev.perennial");
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      add(level + " " + message + " | " + thrown);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... arguments) {
      add(level + " " + MessageFormat.format(format, arguments));
    }

    private void add(String line) {
      if (line.contains(UNLOGGABLE)) {
        throw new OutOfMemoryError(UNLOGGABLE);
      }
      if (name.startsWith("dev.perennial")) {
        LINES.add(line);
      }
    }
  }
}
