package dev.perennial.tests.system;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A connection over TCP or a UNIX socket.
final class PlainWire implements Wire {

  private final SocketChannel channel;
  private final SocketAddress address;

  /// @param channel not connected yet
  PlainWire(SocketChannel channel, SocketAddress address) {
    this.channel = channel;
    this.address = address;
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public void connect() throws IOException {
    channel.connect(address);
  }

  @Override
  public boolean isClosedByServer() {
    try {
      channel.configureBlocking(false);
      int read = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      // A byte that nobody asked for makes the connection as useless as its end does.
      return read != 0;
    } catch (IOException broken) {
      return true;
    }
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    return channel.read(to);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return channel.write(from);
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
