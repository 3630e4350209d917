package dev.perennial.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.server.Request;

/// Where a request comes from, as far as it can be believed.
///
/// @param address a number, or `unix`
/// @param port of the peer; 0 on a UNIX socket
/// @param scheme `http` or `https`, as the client spoke it
record RequestOrigin(String address, int port, String scheme) {

  private static final String ATTRIBUTE = "dev.perennial.http.origin";

  /// Finds out, and keeps it for whoever asks later.
  static RequestOrigin find(Request request, String scheme, TrustedProxies proxies) {
    RequestOrigin origin = proxies.origin(peer(request, scheme), request.getHeaders());
    request.setAttribute(ATTRIBUTE, origin);
    return origin;
  }

  /// What was found out; the peer for a request that was refused before.
  static RequestOrigin of(Request request) {
    return request.getAttribute(ATTRIBUTE) instanceof RequestOrigin known
        ? known
        : peer(request, "http");
  }

  private static RequestOrigin peer(Request request, String scheme) {
    SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
    return remote instanceof InetSocketAddress inet && inet.getAddress() != null
        ? new RequestOrigin(inet.getAddress().getHostAddress(), inet.getPort(), scheme)
        : new RequestOrigin("unix", 0, scheme);
  }
}
