package dev.perennial.service;

import java.util.OptionalInt;

/// Options of a listening socket; accepted connections inherit those of TCP.
///
/// @param backlog how many connections may wait to be accepted; the kernel cuts it at
///   `net.core.somaxconn`
/// @param reuseAddress bind although connections of an earlier run linger (`SO_REUSEADDR`)
/// @param keepAlive probe idle connections (`SO_KEEPALIVE`)
/// @param keepIdleSeconds idle seconds before the first probe (`TCP_KEEPIDLE`); unset leaves the
///   kernel's
public record SocketOptions(
    int backlog, boolean reuseAddress, boolean keepAlive, OptionalInt keepIdleSeconds) {

  // What the kernel takes; see tcp(7).
  private static final int MAX_KEEP_IDLE = 32_767;

  /// Backlog 1024, address reuse, keep-alive after 600 idle seconds.
  public static final SocketOptions DEFAULTS =
      new SocketOptions(1024, true, true, OptionalInt.of(600));

  /// Checks the ranges.
  public SocketOptions {
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog must be at least 1, not " + backlog);
    }
    keepIdleSeconds.ifPresent(SocketOptions::checkKeepIdle);
  }

  private static void checkKeepIdle(int seconds) {
    if (seconds < 1 || seconds > MAX_KEEP_IDLE) {
      throw new IllegalArgumentException(
          "keep-alive idle time must be 1 to " + MAX_KEEP_IDLE + " s, not " + seconds);
    }
  }

  /// The same options with another backlog.
  ///
  /// @param waiting how many connections may wait
  /// @return the options
  public SocketOptions withBacklog(int waiting) {
    return new SocketOptions(waiting, reuseAddress, keepAlive, keepIdleSeconds);
  }

  /// The same options with another time before the first probe.
  ///
  /// @param seconds idle; nothing leaves it to the kernel
  /// @return the options
  public SocketOptions withKeepIdle(OptionalInt seconds) {
    return new SocketOptions(backlog, reuseAddress, keepAlive, seconds);
  }
}
