package dev.perennial.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Calls that only tests need, to see what the kernel made of ours.
final class Native {

  private static final int TCP_INFO = 11;
  // In the struct tcp_info of a listening socket this field is the length of its queue.
  private static final long TCPI_SACKED = 28;

  private static final NativeFunction GETSOCKOPT =
      new NativeFunction(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
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
    return new String(LibC.receive(socket, 512), StandardCharsets.UTF_8);
  }

  /// A copy that a child inherits unless somebody takes care.
  static int inheritableCopy(int descriptor) throws IOException {
    return DUP.callInt(descriptor);
  }
}
