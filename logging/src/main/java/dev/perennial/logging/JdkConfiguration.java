package dev.perennial.logging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.LogManager;

/// A configuration of `java.util.logging`, read as a whole before anything is changed: the JDK
/// takes the old one away first and looks at the new one then.
final class JdkConfiguration {

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
    } catch (IOException | IllegalArgumentException unusable) {
      throw new IOException(
          "log_config_append: cannot read " + file + ": " + unusable.getMessage(), unusable);
    }
  }

  /// Puts it in the place of the one in force.
  void apply() throws IOException {
    LogManager.getLogManager().readConfiguration(new ByteArrayInputStream(text));
  }
}
