package dev.perennial.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.BitSet;

/// The C library, as far as this module needs it: one Java method a function, errors as exceptions
/// that carry `errno`. Numbers are those of Linux on x86-64 and aarch64.
///
/// Each function is linked at its first call, because linking costs a cold JVM tens of
/// milliseconds.
final class LibC {

  static final int AF_UNIX = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_REUSEADDR = 2;
  static final int SO_KEEPALIVE = 9;
  static final int IPPROTO_TCP = 6;
  static final int TCP_KEEPIDLE = 4;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_V6ONLY = 26;
  static final int EINTR = 4;

  private static final int MAX_ADDRESS = 128;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int F_SETFD = 2;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int FD_CLOEXEC = 1;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int F_SETPIPE_SZ = 1031;
  private static final int O_WRONLY = 01;
  private static final int O_NONBLOCK = 04000;
  private static final int SHUT_RD = 0;
  private static final short POLLIN = 1;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MFD_CLOEXEC = 1;
  // Bytes: room for 8192 processors, the most that a kernel can be built for.
  private static final long PROCESSOR_MASK = 1024;

  private static final NativeFunction SOCKET = of("socket", 3);
  private static final NativeFunction LISTEN = of("listen", 2);
  private static final NativeFunction SHUTDOWN = of("shutdown", 2);
  private static final NativeFunction CLOSE = of("close", 1);
  private static final NativeFunction DUP2 = of("dup2", 2);
  private static final NativeFunction KILL = of("kill", 2);
  private static final NativeFunction FCNTL =
      NativeFunction.variadic(
          "fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), 2);
  private static final NativeFunction OPEN =
      NativeFunction.variadic("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
  private static final NativeFunction SETSOCKOPT =
      new NativeFunction(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final NativeFunction GETSOCKOPT =
      new NativeFunction(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final NativeFunction BIND =
      new NativeFunction("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final NativeFunction GETSOCKNAME =
      new NativeFunction(
          "getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final NativeFunction POLL =
      new NativeFunction("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final NativeFunction WAITPID =
      new NativeFunction("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final NativeFunction SIGNAL =
      new NativeFunction("signal", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG));
  private static final NativeFunction MEMFD_CREATE =
      new NativeFunction("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final NativeFunction SCHED_GETAFFINITY = affinity("sched_getaffinity");
  private static final NativeFunction SCHED_SETAFFINITY = affinity("sched_setaffinity");
  private static final NativeFunction SENDTO =
      new NativeFunction(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

  private static final NativeFunction RECV =
      new NativeFunction(
          "recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  private LibC() {}

  static int socket(int family, int type) throws IOException {
    return SOCKET.callInt(family, type | SOCK_CLOEXEC, 0);
  }

  static void setOption(int socket, int level, int option, int value) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      SETSOCKOPT.callInt(socket, level, option, arena.allocateFrom(JAVA_INT, value), Integer.BYTES);
    }
  }

  /// Has the kernel look at what comes for a socket before the socket does; see [SocketFilter].
  ///
  /// @param program instructions of 8 bytes each
  static void attachFilter(int socket, long[] program) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sockFprog =
          arena.allocate(MemoryLayout.structLayout(JAVA_LONG, ADDRESS.withByteAlignment(8)));
      sockFprog.set(JAVA_SHORT, 0, (short) program.length);
      sockFprog.set(ADDRESS, 8, arena.allocateFrom(JAVA_LONG, program));
      SETSOCKOPT.callInt(
          socket, SOL_SOCKET, SO_ATTACH_FILTER, sockFprog, (int) sockFprog.byteSize());
    }
  }

  static void bind(int socket, byte[] address) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      BIND.callInt(
          socket,
          arena.allocateFrom(java.lang.foreign.ValueLayout.JAVA_BYTE, address),
          address.length);
    }
  }

  static void listen(int socket, int backlog) throws IOException {
    LISTEN.callInt(socket, backlog);
  }

  /// Where a socket is bound, in the kernel's form.
  static byte[] localAddress(int socket) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(MAX_ADDRESS, 8);
      MemorySegment length = arena.allocateFrom(JAVA_INT, MAX_ADDRESS);
      GETSOCKNAME.callInt(socket, address, length);
      return address
          .asSlice(0, length.get(JAVA_INT, 0))
          .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    }
  }

  /// Whether connections can be accepted on a descriptor.
  static boolean isListening(int descriptor) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      GETSOCKOPT.callInt(
          descriptor,
          SOL_SOCKET,
          SO_ACCEPTCONN,
          value,
          arena.allocateFrom(JAVA_INT, Integer.BYTES));
      return value.get(JAVA_INT, 0) != 0;
    }
  }

  /// Keeps children from inheriting a descriptor by themselves.
  static void closeOnExec(int descriptor) throws IOException {
    FCNTL.callInt(descriptor, F_SETFD, FD_CLOEXEC);
  }

  /// Makes accept wait, for all who share the socket.
  static void setBlocking(int descriptor) throws IOException {
    int flags = FCNTL.callInt(descriptor, F_GETFL, 0);
    FCNTL.callInt(descriptor, F_SETFL, flags & ~O_NONBLOCK);
  }

  /// The port of a bound IPv4 or IPv6 socket.
  static int localPort(int socket) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(128, 8);
      GETSOCKNAME.callInt(socket, address, arena.allocateFrom(JAVA_INT, 128));
      return Short.toUnsignedInt(Short.reverseBytes(address.get(JAVA_SHORT, 2)));
    }
  }

  /// Whether a listening socket has connections that wait to be accepted.
  static boolean isReadable(int descriptor) throws IOException {
    return isReadable(descriptor, Duration.ZERO);
  }

  /// Waits until there is something to read or accept.
  static boolean isReadable(int descriptor, Duration limit) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pollfd =
          arena.allocate(MemoryLayout.structLayout(JAVA_INT, JAVA_SHORT, JAVA_SHORT));
      pollfd.set(JAVA_INT, 0, descriptor);
      pollfd.set(JAVA_SHORT, 4, POLLIN);
      int millis = (int) Math.min(Integer.MAX_VALUE, limit.toMillis());
      return POLL.callInt(pollfd, 1L, millis) > 0;
    }
  }

  /// Ends listening for everybody who shares the socket: whoever is blocked in accept gets an
  /// error, whoever connects is refused.
  static void shutdownReading(int socket) throws IOException {
    SHUTDOWN.callInt(socket, SHUT_RD);
  }

  static void close(int descriptor) throws IOException {
    CLOSE.callInt(descriptor);
  }

  /// Makes `target` name the file of `source`; closes what `target` named before.
  static void duplicateOver(int source, int target) throws IOException {
    DUP2.callInt(source, target);
  }

  /// A copy of a descriptor, at `lowest` or above, which children do not inherit by themselves.
  static int duplicateAbove(int descriptor, int lowest) throws IOException {
    return FCNTL.callInt(descriptor, F_DUPFD_CLOEXEC, lowest);
  }

  /// Opens a pipe for writing that never waits for its reader.
  static int openPipe(String path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return OPEN.callInt(arena.allocateFrom(path), O_WRONLY | O_NONBLOCK);
    }
  }

  static void setPipeSize(int descriptor, int bytes) throws IOException {
    FCNTL.callInt(descriptor, F_SETPIPE_SZ, bytes);
  }

  static void kill(long pid, int signal) throws IOException {
    KILL.callInt((int) pid, signal);
  }

  /// The processors that this thread may use, one bit for each.
  static BitSet processors() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(PROCESSOR_MASK, 8);
      SCHED_GETAFFINITY.callInt(0, PROCESSOR_MASK, mask);
      return BitSet.valueOf(mask.asByteBuffer());
    }
  }

  /// Chooses the processors that a thread may use.
  ///
  /// @param thread its id; 0 is the calling one
  static void useProcessors(int thread, BitSet processors) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(PROCESSOR_MASK, 8);
      mask.asByteBuffer().put(processors.toByteArray());
      SCHED_SETAFFINITY.callInt(thread, PROCESSOR_MASK, mask);
    }
  }

  /// Waits for the end of one child and takes its status.
  static int waitFor(long pid) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      WAITPID.callInt((int) pid, status, 0);
      return status.get(JAVA_INT, 0);
    }
  }

  /// Makes a signal that is ignored arrive at a handler that does nothing.
  ///
  /// The handler is `abs`: a function that takes one number, as a handler does, and touches
  /// nothing. Back to the default would do too, but for the moment until the next handler is set,
  /// in which the signal would be fatal.
  static void stopIgnoring(int signal) throws IOException {
    SIGNAL.callLong(signal, NativeFunction.addressOf("abs"));
  }

  /// An unnamed file in memory; it lives as long as a descriptor of it.
  static int memoryFile(String label) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return MEMFD_CREATE.callInt(arena.allocateFrom(label), MFD_CLOEXEC);
    }
  }

  /// Sends a datagram and never waits: a receiver that is full loses it.
  static void send(int socket, byte[] text, byte[] address) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      SENDTO.callLong(
          socket,
          arena.allocateFrom(java.lang.foreign.ValueLayout.JAVA_BYTE, text),
          (long) text.length,
          MSG_NOSIGNAL | MSG_DONTWAIT,
          arena.allocateFrom(java.lang.foreign.ValueLayout.JAVA_BYTE, address),
          address.length);
    }
  }

  /// The next datagram, cut where it is too long.
  static byte[] receive(int socket, int maxBytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(maxBytes);
      long length = RECV.callLong(socket, buffer, (long) maxBytes, MSG_DONTWAIT);
      return buffer.asSlice(0, length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    }
  }

  private static NativeFunction affinity(String name) {
    return new NativeFunction(name, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  }

  private static NativeFunction of(String name, int ints) {
    MemoryLayout[] parameters = new MemoryLayout[ints];
    java.util.Arrays.fill(parameters, JAVA_INT);
    return new NativeFunction(name, FunctionDescriptor.of(JAVA_INT, parameters));
  }
}
