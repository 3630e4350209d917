package dev.perennial.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A UNIX datagram socket, which the JDK does not have: the way to systemd, its journal and the
/// system log.
///
/// An address is a path, or a name of the abstract namespace with an `@` before it. For one thread
/// at a time.
public final class UnixDatagrams implements AutoCloseable {

  private static final int EAGAIN = 11;

  private final int socket;
  private boolean closed;

  private UnixDatagrams(int socket) {
    this.socket = socket;
  }

  /// A socket that can send.
  ///
  /// @return the socket
  /// @throws IOException if the process may open no more files
  public static UnixDatagrams open() throws IOException {
    return new UnixDatagrams(LibC.socket(LibC.AF_UNIX, LibC.SOCK_DGRAM));
  }

  /// A socket that can receive, too.
  ///
  /// @param address where; a path is made as a file, which stays when the socket is closed
  /// @return the socket
  /// @throws IOException if the address is taken or cannot be made
  public static UnixDatagrams bind(String address) throws IOException {
    UnixDatagrams bound = open();
    try {
      LibC.bind(bound.socket, NativeAddress.ofUnix(address));
      return bound;
    } catch (IOException refused) {
      bound.close();
      throw refused;
    }
  }

  /// Sends a datagram and never waits.
  ///
  /// @param datagram what to send, as one piece
  /// @param address of the receiver
  /// @return whether it was sent; false if the receiver has not read what it got before
  /// @throws IOException if nobody receives there, or the datagram is too large
  public boolean send(byte[] datagram, String address) throws IOException {
    try {
      LibC.send(socket, datagram, NativeAddress.ofUnix(address));
      return true;
    } catch (SystemCallException failure) {
      if (failure.error() == EAGAIN) {
        return false;
      }
      throw failure;
    }
  }

  /// The same for a file.
  ///
  /// @param datagram what to send, as one piece
  /// @param file the receiver's socket
  /// @return whether it was sent
  /// @throws IOException if nobody receives there, or the datagram is too large
  public boolean send(byte[] datagram, Path file) throws IOException {
    return send(datagram, file.toString());
  }

  /// Waits for the next datagram.
  ///
  /// @param limit how long
  /// @param maxBytes what is longer is cut
  /// @return the datagram; nothing when the limit has passed
  /// @throws IOException if the socket cannot be read
  public Optional<byte[]> receive(Duration limit, int maxBytes) throws IOException {
    return LibC.isReadable(socket, limit)
        ? Optional.of(LibC.receive(socket, maxBytes))
        : Optional.empty();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      LibC.close(socket);
    } catch (IOException impossible) {
      throw new IllegalStateException("a socket that is open can be closed", impossible);
    }
  }
}
