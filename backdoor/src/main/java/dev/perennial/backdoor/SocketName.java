package dev.perennial.backdoor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/// The path that `backdoor_socket` means in this process.
final class SocketName {

  private static final Logger LOG = System.getLogger("dev.perennial.backdoor");
  private static final String PID = "{pid}";

  private SocketName() {}

  /// Fills in the process. Where there are other braces the text is taken as it is.
  static Path of(String text, long pid) {
    String rest = text.replace(PID, "");
    if (rest.contains("{") || rest.contains("}")) {
      LOG.log(
          Level.WARNING,
          "backdoor_socket: only '{pid}' can be filled in, so {0} is taken as it is",
          text);
      return Path.of(text);
    }
    return Path.of(text.replace(PID, Long.toString(pid)));
  }
}
