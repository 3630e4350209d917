package dev.perennial.logging;

import dev.perennial.config.FileReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A configuration of `java.util.logging`, read as a whole before anything is changed: the JDK
/// takes the old one away first and looks at the new one then.
final class JdkConfiguration {

  private static final String LEVEL = ".level";

  private final byte[] text;

  private JdkConfiguration(byte[] text) {
    this.text = text;
  }

  /// @throws IOException in words for an operator, if the file cannot be used
  static JdkConfiguration read(Path file) throws IOException {
    try {
      byte[] text = Files.readAllBytes(file);
      new Properties().load(new ByteArrayInputStream(text));
      return new JdkConfiguration(text);
    } catch (NoSuchFileException missing) {
      throw new IOException("log_config_append: no such file: " + file, missing);
    } catch (IOException unreadable) {
      throw unusable(file, FileReason.of(unreadable), unreadable);
    } catch (IllegalArgumentException malformed) {
      throw unusable(file, String.valueOf(malformed.getMessage()), malformed);
    }
  }

  private static IOException unusable(Path file, String why, Exception cause) {
    return new IOException("log_config_append: cannot read " + file + ": " + why, cause);
  }

  /// Puts it in the place of the one in force. What is logged before its handlers are prepared is
  /// written nowhere, as what is logged while the JDK has closed the old ones.
  ///
  /// @param prepare is called with each handler of the root logger
  void apply(Consumer<Handler> prepare) throws IOException {
    LogManager manager = LogManager.getLogManager();
    manager.readConfiguration(new ByteArrayInputStream(silenced()));
    Stream.of(Logger.getLogger("").getHandlers()).forEach(prepare);
    manager.updateConfiguration(
        new ByteArrayInputStream(text), key -> (_, wanted) -> orDefault(key, wanted));
  }

  // The JDK's default for the root logger, which it would leave silent.
  private static @Nullable String orDefault(String key, @Nullable String wanted) {
    return wanted == null && key.equals(LEVEL) ? Level.INFO.getName() : wanted;
  }

  // The JDK makes the handlers when it likes, at the latest for the first record. They take their
  // levels from the configuration then, and never again.
  private byte[] silenced() throws IOException {
    Properties properties = new Properties();
    properties.load(new ByteArrayInputStream(text));
    properties.keySet().removeIf(key -> isLevelOfLogger(key.toString()));
    properties.setProperty(LEVEL, Level.OFF.getName());
    ByteArrayOutputStream silenced = new ByteArrayOutputStream();
    properties.store(silenced, null);
    return silenced.toByteArray();
  }

  private static boolean isLevelOfLogger(String key) {
    return key.endsWith(LEVEL) && !isHandler(key.substring(0, key.length() - LEVEL.length()));
  }

  private static boolean isHandler(String name) {
    try {
      return Handler.class.isAssignableFrom(
          Class.forName(name, false, ClassLoader.getSystemClassLoader()));
    } catch (ClassNotFoundException | LinkageError none) {
      return false;
    }
  }
}
