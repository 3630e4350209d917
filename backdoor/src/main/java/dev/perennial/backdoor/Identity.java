package dev.perennial.backdoor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// The users that may use a backdoor: the one who runs the process, and root.
///
/// @param uid the effective user of this process
record Identity(int uid) {

  private static final int ROOT = 0;

  static Identity ofThisProcess() throws IOException {
    return new Identity(
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("Uid:"))
            .map(line -> line.split("\\s+"))
            .mapToInt(fields -> Integer.parseInt(fields[2]))
            .findFirst()
            .orElseThrow(() -> new IOException("/proc/self/status names no user")));
  }

  /// Whether a peer may come in; one whose user is not known may not.
  boolean admits(OptionalInt peer) {
    return peer.isPresent() && (peer.getAsInt() == uid || peer.getAsInt() == ROOT);
  }
}
