package dev.perennial.process;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Socket addresses in the kernel's form.
final class NativeAddress {

  private NativeAddress() {}

  static int familyOf(InetAddress host) {
    return host instanceof Inet6Address ? LibC.AF_INET6 : LibC.AF_INET;
  }

  static byte[] of(InetAddress host, int port) {
    ByteBuffer buffer;
    if (host instanceof Inet6Address v6) {
      // sockaddr_in6: family, port, flow info, 16 bytes of address, scope.
      buffer = family(28, LibC.AF_INET6).order(ByteOrder.BIG_ENDIAN).putShort((short) port);
      buffer.putInt(0).put(v6.getAddress());
      buffer.order(ByteOrder.nativeOrder()).putInt(v6.getScopeId());
    } else {
      // sockaddr_in: family, port, 4 bytes of address, 8 of padding.
      buffer = family(16, LibC.AF_INET).order(ByteOrder.BIG_ENDIAN).putShort((short) port);
      buffer.put(host.getAddress());
    }
    return buffer.array();
  }

  /// A file system path, or a name in the abstract namespace when it begins with `@`.
  static byte[] ofUnix(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    boolean isAbstract = path.startsWith("@");
    if (isAbstract) {
      bytes[0] = 0;
    }
    // The closing zero belongs to a path and would become part of an abstract name.
    ByteBuffer buffer = family(2 + bytes.length + (isAbstract ? 0 : 1), LibC.AF_UNIX);
    return buffer.put(bytes).array();
  }

  private static ByteBuffer family(int size, int family) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).putShort((short) family);
  }
}
