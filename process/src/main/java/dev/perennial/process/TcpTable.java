package dev.perennial.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// The sockets of TCP of this network namespace, as the kernel lists them in `/proc/net`.
final class TcpTable {

  static final Path IPV4 = Path.of("/proc/net/tcp");
  private static final Path IPV6 = Path.of("/proc/net/tcp6");

  // Columns.
  static final int LOCAL = 1;
  static final int STATE = 3;
  static final int INODE = 9;

  // States.
  static final String LISTENS = "0A";
  private static final String SYN_RECEIVED = "03";

  private TcpTable() {}

  /// The inodes of the sockets that listen on a port, at whatever address.
  static Set<String> listening(int port) throws IOException {
    return inodes(port, LISTENS);
  }

  /// Whether a client has asked for a connection to a port and its handshake has not ended.
  static boolean hasHandshake(int port) throws IOException {
    return !inodes(port, SYN_RECEIVED).isEmpty();
  }

  private static Set<String> inodes(int port, String state) throws IOException {
    Set<String> found = new HashSet<>();
    String end = String.format(Locale.ROOT, ":%04X", port);
    for (Path table : new Path[] {IPV4, IPV6}) {
      try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.US_ASCII)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String[] columns = columns(line);
          if (columns[LOCAL].endsWith(end) && columns[STATE].equals(state)) {
            found.add(columns[INODE]);
          }
        }
      } catch (NoSuchFileException withoutIt) {
        // A kernel without IPv6.
      }
    }
    return found;
  }

  static String[] columns(String line) {
    return line.strip().split("\\s+");
  }
}
