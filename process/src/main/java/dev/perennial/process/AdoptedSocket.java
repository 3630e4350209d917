package dev.perennial.process;

import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A listening socket that came as a descriptor, as the process sees it that accepts on it.
///
/// Descriptor 0 is taken through [System#inheritedChannel()], which costs no native call. Its
/// channel must stay open to the end of the process: the JDK answers its close by pointing
/// descriptors 0, 1 and 2 at `/dev/null`, and every later line of output would be lost.
///
/// Any other descriptor is put in the place of one that the JDK made itself: a placeholder is
/// bound, its descriptor looked up, and the inherited one duplicated over it. No JDK internals are
/// touched.
public final class AdoptedSocket implements BoundSocket {

  private final ListenAddress address;
  private final ServerSocketChannel channel;

  private AdoptedSocket(ListenAddress address, ServerSocketChannel channel) {
    this.address = address;
    this.channel = channel;
  }

  /// Takes over an inherited descriptor.
  ///
  /// @param descriptor the number
  /// @param address what it listens on
  /// @return the socket
  /// @throws IOException if there is no listening socket
  public static AdoptedSocket adopt(int descriptor, ListenAddress address) throws IOException {
    return new AdoptedSocket(
        address, descriptor == 0 ? inherited(address) : replaced(descriptor, address));
  }

  @Override
  public ListenAddress address() {
    return address;
  }

  @Override
  public ServerSocketChannel channel() {
    return channel;
  }

  private static ServerSocketChannel inherited(ListenAddress address) throws IOException {
    Channel inherited = System.inheritedChannel();
    if (inherited instanceof ServerSocketChannel server) {
      return server;
    }
    throw new IOException(
        "descriptor 0 is no listening socket for " + address.text() + " but " + inherited);
  }

  private static ServerSocketChannel replaced(int descriptor, ListenAddress address)
      throws IOException {
    if (!OwnDescriptors.isSocket(descriptor)) {
      throw new IOException(
          "descriptor " + descriptor + " is no listening socket for " + address.text());
    }
    return switch (address) {
      case ListenAddress.Tcp _ -> replaceTcp(descriptor);
      case ListenAddress.Unix _ -> replaceUnix(descriptor);
    };
  }

  private static ServerSocketChannel replaceTcp(int descriptor) throws IOException {
    ServerSocketChannel placeholder = ServerSocketChannel.open(StandardProtocolFamily.INET);
    try {
      placeholder.bind(new InetSocketAddress("127.0.0.1", 0), 1);
      int port = ((InetSocketAddress) placeholder.getLocalAddress()).getPort();
      LibC.duplicateOver(descriptor, OwnDescriptors.ofListeningPort(port));
      return placeholder;
    } catch (IOException failure) {
      placeholder.close();
      throw failure;
    }
  }

  private static ServerSocketChannel replaceUnix(int descriptor) throws IOException {
    Path directory = Files.createTempDirectory("perennial");
    Path file = directory.resolve("p");
    ServerSocketChannel placeholder = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      placeholder.bind(UnixDomainSocketAddress.of(file), 1);
      LibC.duplicateOver(descriptor, OwnDescriptors.ofUnixPath(file));
      return placeholder;
    } catch (IOException failure) {
      placeholder.close();
      throw failure;
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }
}
