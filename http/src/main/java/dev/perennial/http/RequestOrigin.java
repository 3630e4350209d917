package dev.perennial.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Where a request comes from, as far as it can be believed.
///
/// @param address a number, or `unix`
/// @param port of the peer; 0 on a UNIX socket
/// @param scheme `http` or `https`, as the client spoke it
record RequestOrigin(String address, int port, String scheme) {

  /// The other end of a connection.
  static RequestOrigin of(SocketAddress remote, String scheme) {
    return remote instanceof InetSocketAddress inet && inet.getAddress() != null
        ? new RequestOrigin(inet.getAddress().getHostAddress(), inet.getPort(), scheme)
        : new RequestOrigin("unix", 0, scheme);
  }
}
