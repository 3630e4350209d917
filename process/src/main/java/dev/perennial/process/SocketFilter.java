package dev.perennial.process;

import java.io.IOException;
import java.nio.ByteOrder;

/// What the kernel does with segments of TCP before a socket sees them: a program of the classic
/// packet filter; see socket(7) and the kernel's documentation of networking/filter.
final class SocketFilter {

  // Where the flags stand in the header of a segment, RFC 9293, section 3.1.
  private static final int FLAGS = 13;
  private static final int SYN = 0x02;
  static final int ACK = 0x10;

  private static final int LOAD_BYTE = 0x30;
  private static final int AND = 0x54;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;

  private static final int NOTHING = 0;
  private static final int ALL_OF_IT = -1;

  // A client that hears nothing asks again after a second. What belongs to a handshake that has
  // begun is let through.
  private static final long[] NO_NEW_CONNECTIONS = dropping(SYN | ACK, SYN);

  private SocketFilter() {}

  /// Has a listening socket begin no further handshake, in whatever process it is.
  static void letNobodyConnect(int socket) throws IOException {
    LibC.attachFilter(socket, NO_NEW_CONNECTIONS);
  }

  /// A program that drops the segments of which, among some flags, just these are set.
  static long[] dropping(int among, int set) {
    return new long[] {
      instruction(LOAD_BYTE, 0, 0, FLAGS),
      instruction(AND, 0, 0, among),
      instruction(JUMP_IF_EQUAL, 0, 1, set),
      instruction(RETURN, 0, 0, NOTHING),
      instruction(RETURN, 0, 0, ALL_OF_IT),
    };
  }

  // struct sock_filter: the code in two bytes, where to go on in one each, the operand in four.
  private static long instruction(int code, int ifTrue, int ifFalse, int operand) {
    long inMemory = code | (long) ifTrue << 16 | (long) ifFalse << 24 | (long) operand << 32;
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new IllegalStateException("written for x86-64 and aarch64");
    }
    return inMemory;
  }
}
