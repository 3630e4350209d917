package dev.perennial.service;

import java.nio.channels.ServerSocketChannel;

/// A listening socket that somebody else owns and that other processes may share.
///
/// Three things would hurt everybody who shares it, and are never done by a service: closing the
/// channel, making it non-blocking (also by a selector, or by an accept on a virtual thread), and
/// removing the file of a UNIX socket. A service accepts with a plain blocking call on one platform
/// thread: the kernel then spreads connections evenly over all who wait.
///
/// When the owner shuts the socket, a blocked accept fails with an [java.io.IOException]: that is
/// the end of accepting and not an error.
public interface BoundSocket {

  /// The address, with the port that was taken where any was allowed, and the number of a host that
  /// was named.
  ///
  /// @return the address; more reliable than the channel's own, which can be stale
  ListenAddress address();

  /// The channel to accept on.
  ///
  /// @return a blocking channel, always the same one
  ServerSocketChannel channel();
}
