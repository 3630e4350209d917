package dev.perennial.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;

/// Calls that only tests need, to see what the kernel made of ours.
final class Native {

  private static final int TCP_INFO = 11;
  // In the struct tcp_info of a listening socket this field is the length of its queue.
  private static final long TCPI_SACKED = 28;
  private static final int MSG_DONTWAIT = 0x40;

  private static final NativeFunction GETSOCKOPT =
      new NativeFunction(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final NativeFunction RECV =
      new NativeFunction(
          "recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final NativeFunction DUP =
      new NativeFunction("dup", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private Native() {}

  static int option(int socket, int level, int option) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      GETSOCKOPT.callInt(socket, level, option, value, arena.allocateFrom(JAVA_INT, 4));
      return value.get(JAVA_INT, 0);
    }
  }

  static int backlog(int socket) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(104, 8);
      GETSOCKOPT.callInt(
          socket, LibC.IPPROTO_TCP, TCP_INFO, info, arena.allocateFrom(JAVA_INT, 104));
      return info.get(JAVA_INT, TCPI_SACKED);
    }
  }

  /// The next datagram; it must have arrived.
  static String receive(int socket) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(512);
      long length = RECV.callLong(socket, buffer, 511L, MSG_DONTWAIT);
      buffer.set(java.lang.foreign.ValueLayout.JAVA_BYTE, length, (byte) 0);
      return buffer.getString(0);
    }
  }

  /// A copy that a child inherits unless somebody takes care.
  static int inheritableCopy(int descriptor) throws IOException {
    return DUP.callInt(descriptor);
  }
}
