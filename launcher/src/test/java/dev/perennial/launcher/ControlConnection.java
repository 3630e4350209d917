package dev.perennial.launcher;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// Both ends of a connection between a worker and its supervisor.
record ControlConnection(LineChannel worker, LineChannel supervisor) implements AutoCloseable {

  /// @param directory of the test, in which the socket is made
  static ControlConnection in(Path directory) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      LineChannel worker = new LineChannel(SocketChannel.open(address));
      return new ControlConnection(worker, new LineChannel(server.accept()));
    }
  }

  /// Has the supervisor give an order.
  void order(WorkerOrder order) {
    supervisor.send(order.toLine());
  }

  /// What the worker says next.
  WorkerMessage said() {
    return WorkerMessage.parse(supervisor.receive().orElseThrow());
  }

  @Override
  public void close() {
    worker.close();
    supervisor.close();
  }
}
