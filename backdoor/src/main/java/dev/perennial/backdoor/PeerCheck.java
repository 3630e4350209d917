package dev.perennial.backdoor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.OptionalInt;
import jdk.net.ExtendedSocketOptions;

/// Decides who may come in.
///
/// Thread-safe.
final class PeerCheck {

  /// What is known of who connected.
  ///
  /// @param admitted whether the connection is accepted
  /// @param name for the log
  record Verdict(boolean admitted, String name) {}

  private final Identity identity;
  private final UserPrincipal owner;
  private final UserPrincipal root;

  private PeerCheck(Identity identity, UserPrincipal owner, UserPrincipal root) {
    this.identity = identity;
    this.owner = owner;
    this.root = root;
  }

  static PeerCheck ofThisProcess() throws IOException {
    Path own = Path.of("/proc/self");
    // The root directory of /proc belongs to root, whatever that user is called.
    return new PeerCheck(
        Identity.ofThisProcess(), Files.getOwner(own), Files.getOwner(Path.of("/proc")));
  }

  Verdict check(SocketChannel peer) {
    try {
      SocketAddress remote = peer.getRemoteAddress();
      return remote instanceof InetSocketAddress tcp
          ? check(tcp, (InetSocketAddress) peer.getLocalAddress())
          : checkUnix(peer);
    } catch (IOException gone) {
      return new Verdict(false, "somebody who is gone");
    }
  }

  private Verdict check(InetSocketAddress remote, InetSocketAddress own) throws IOException {
    String place = remote.getAddress().getHostAddress() + ":" + remote.getPort();
    if (!remote.getAddress().isLoopbackAddress()) {
      return new Verdict(false, "the remote address " + place);
    }
    OptionalInt user = TcpPeer.user(remote, own);
    String who = user.isPresent() ? "uid " + user.getAsInt() : "an unknown user";
    return new Verdict(identity.admits(user), who + " at " + place);
  }

  private Verdict checkUnix(SocketChannel peer) throws IOException {
    UserPrincipal user = peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    return new Verdict(user.equals(owner) || user.equals(root), "user " + user.getName());
  }
}
