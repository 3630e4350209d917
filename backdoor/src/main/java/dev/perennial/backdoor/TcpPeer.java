package dev.perennial.backdoor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Finds the user at the other end of a TCP connection inside this machine, in the kernel's table
/// of sockets.
final class TcpPeer {

  private static final Path TABLE = Path.of("/proc/self/net/tcp");
  private static final Path TABLE6 = Path.of("/proc/self/net/tcp6");

  // Columns: sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout
  // inode ...
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int UID = 7;
  private static final int INODE = 9;

  private TcpPeer() {}

  /// @param peer the other end
  /// @param own this end
  /// @return nothing if no process holds the other end any more
  static OptionalInt user(InetSocketAddress peer, InetSocketAddress own) throws IOException {
    OptionalInt user = user(peer, own, lines(TABLE), "");
    // A client that speaks IPv6 reaches an IPv4 address by a mapped one.
    return user.isPresent() ? user : user(peer, own, lines(TABLE6), "0000000000000000FFFF0000");
  }

  /// A socket that its process has closed belongs to nobody, and the table says 0 as if it were
  /// root's: such a row has the inode 0, and does not count.
  static OptionalInt user(
      InetSocketAddress peer, InetSocketAddress own, List<String> table, String prefix) {
    String local = prefix + inHex(peer);
    String remote = prefix + inHex(own);
    return table.stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(row -> row.length > INODE)
        .filter(row -> row[LOCAL].equals(local) && row[REMOTE].equals(remote))
        .filter(row -> !row[INODE].equals("0"))
        .mapToInt(row -> Integer.parseInt(row[UID]))
        .findFirst();
  }

  private static String inHex(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    byte[] bytes = ip.getAddress();
    StringBuilder text = new StringBuilder();
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    for (int i = 0; i < bytes.length; i++) {
      text.append(String.format(Locale.ROOT, "%02X", bytes[little ? bytes.length - 1 - i : i]));
    }
    return text.append(String.format(Locale.ROOT, ":%04X", address.getPort())).toString();
  }

  private static List<String> lines(Path table) throws IOException {
    if (!Files.exists(table)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(table, StandardCharsets.US_ASCII)) {
      return lines.skip(1).toList();
    }
  }
}
