package dev.perennial.process;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Where a socket is bound, as the kernel says.
sealed interface BoundAddress {

  /// An IP address.
  record Inet(InetAddress host, int port) implements BoundAddress {
    @Override
    public String toString() {
      return host.getHostAddress() + ":" + port;
    }
  }

  /// A path, or a name with an `@` before it.
  record Unix(String path) implements BoundAddress {
    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /// Reads the kernel's form.
  static BoundAddress of(byte[] address) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
    int family = bytes.getShort();
    return switch (family) {
      case LibC.AF_INET -> inet(bytes, 0, 4);
      case LibC.AF_INET6 -> inet(bytes, 4, 16);
      case LibC.AF_UNIX -> unix(bytes);
      default -> throw new IOException("its address family " + family + " is not supported");
    };
  }

  private static Inet inet(ByteBuffer bytes, int skipped, int length) throws IOException {
    int port = Short.toUnsignedInt(bytes.order(ByteOrder.BIG_ENDIAN).getShort());
    byte[] host = new byte[length];
    bytes.position(bytes.position() + skipped).get(host);
    return new Inet(InetAddress.getByAddress(host), port);
  }

  private static Unix unix(ByteBuffer bytes) {
    byte[] path = new byte[bytes.remaining()];
    bytes.get(path);
    boolean isAbstract = path.length > 0 && path[0] == 0;
    String text = new String(path, StandardCharsets.UTF_8);
    int end = text.indexOf('\0', isAbstract ? 1 : 0);
    String name = end < 0 ? text : text.substring(0, end);
    return new Unix(isAbstract ? "@" + name.substring(1) : name);
  }
}
