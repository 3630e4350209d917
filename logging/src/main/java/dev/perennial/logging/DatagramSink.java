package dev.perennial.logging;

import dev.perennial.process.SystemCallException;
import dev.perennial.process.UnixDatagrams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// The socket of the system log or of the journal: a datagram for each record.
final class DatagramSink implements Sink {

  private final UnixDatagrams datagrams;
  private final Path receiver;

  /// @throws IOException if the process may open no more files
  DatagramSink(Path receiver) throws IOException {
    this.datagrams = UnixDatagrams.open();
    this.receiver = receiver;
  }

  @Override
  public int maxBytes() {
    return 1;
  }

  @Override
  public void write(ByteBuffer record) throws IOException {
    byte[] datagram = new byte[record.remaining()];
    record.duplicate().get(datagram);
    try {
      if (datagrams.send(datagram, receiver)) {
        record.position(record.limit());
      }
    } catch (SystemCallException failure) {
      throw failure.isTooLong()
          ? new UnwritableException(failure.reason(), failure)
          : new IOException(failure.reason(), failure);
    } catch (IOException failure) {
      throw new IOException(SystemCallException.reasonOf(failure), failure);
    }
  }

  @Override
  public void close() {
    datagrams.close();
  }
}
