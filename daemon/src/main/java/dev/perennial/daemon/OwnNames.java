package dev.perennial.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What this machine and this program are called, as far as they know themselves.
final class OwnNames {

  /// Where a start script hands its name over.
  static final String BINARY = "PERENNIAL_BINARY";

  private OwnNames() {}

  /// Asks the kernel and not a name server, which may take half a minute or know another name.
  static String machine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException unknown) {
      return "localhost";
    }
  }

  /// The name of the start script, else of the main class, else of the jar.
  ///
  /// @throws IllegalStateException if the process knows neither
  static String binary() {
    return binary(System.getenv(), System.getProperty("sun.java.command", ""))
        .orElseThrow(() ->
            new IllegalStateException(
                "this program does not know its own name: set the option binary, or name it where"
                    + " the service is made"));
  }

  /// @param command main class or jar, and arguments
  static Optional<String> binary(Map<String, String> environment, String command) {
    String script = environment.getOrDefault(BINARY, "");
    if (!script.isEmpty()) {
      return Optional.of(Path.of(script).getFileName().toString());
    }
    String main = command.strip().replaceFirst("\\s.*", "");
    String jar = main.endsWith(".jar") ? Path.of(main).getFileName().toString() : "";
    // A main class may stand behind its module, as in module/package.Class.
    String type = jar.isEmpty() ? main.replaceFirst(".*[./]", "") : jar.replaceFirst("\\.jar$", "");
    return type.isEmpty() ? Optional.empty() : Optional.of(kebab(type));
  }

  private static String kebab(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|\\$", "-")
        .toLowerCase(Locale.ROOT);
  }
}
