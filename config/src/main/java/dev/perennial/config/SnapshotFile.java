package dev.perennial.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// Reads the snapshot that a supervisor left for its worker, usually the end of a pipe: to its end,
/// once.
final class SnapshotFile {
  private SnapshotFile() {}

  static ConfigSnapshot read(String path) {
    String name = "configuration snapshot " + path;
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      return SnapshotText.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
    } catch (IOException unread) {
      throw refused(name, FileReason.of(unread));
    } catch (InvalidPathException noPath) {
      throw refused(name, String.valueOf(noPath.getMessage()));
    }
  }

  private static ConfigException refused(String name, String why) {
    String hint = ConfigSnapshot.ENVIRONMENT_VARIABLE + " is set by a supervisor only";
    return new ConfigException(
        List.of(ConfigError.nowhere(name + " cannot be read: " + why, hint)));
  }
}
