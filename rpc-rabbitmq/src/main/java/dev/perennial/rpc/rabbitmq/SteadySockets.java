package dev.perennial.rpc.rabbitmq;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Consumer;
import javax.net.SocketFactory;

/// Makes [SteadySocket]s and tells of each.
final class SteadySockets extends SocketFactory {

  private final Consumer<SteadySocket> made;

  SteadySockets(Consumer<SteadySocket> made) {
    this.made = made;
  }

  @Override
  public Socket createSocket() throws IOException {
    SteadySocket socket = new SteadySocket();
    made.accept(socket);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    throw new IOException("the address of this side cannot be chosen");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    throw new IOException("the address of this side cannot be chosen");
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = createSocket();
    socket.connect(address, 0);
    return socket;
  }
}
