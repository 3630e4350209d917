package dev.perennial.http;

import java.time.Duration;

/// How long an HTTP service waits for its clients.
///
/// A client must not only move but move on: who sends a byte now and then keeps no connection. A
/// body that is being waited for, and a response that is being sent, must each come to
/// `bytesPerSecond` on the average of the time that was spent waiting for the client, after
/// `grace`. What has gone fast does not entitle to a pause: neither may stand still for `stall`.
///
/// @param idle how long a client may neither send nor read before its connection is closed
///   (`client_socket_timeout`); zero means for ever. While a handler works the client has nothing
///   to do and does not idle
/// @param head how long request line and headers may take from their first byte on, and the
///   handshake of TLS from the beginning of the connection; zero means for ever. Later they are
///   answered with 408 and the connection is closed
/// @param stall how long a body or a response may stand still: not one byte comes, or the kernel
///   takes none because the client reads nothing; zero means for ever
/// @param grace how long a body or a response may be slower than the rate
/// @param bytesPerSecond the slowest rate of a body or a response; zero means any
public record HttpTimeouts(
    Duration idle, Duration head, Duration stall, Duration grace, int bytesPerSecond) {

  /// 900 seconds of idling, 30 for a head, 60 of standing still, 240 bytes a second after 30.
  public static final HttpTimeouts DEFAULTS =
      new HttpTimeouts(
          Duration.ofSeconds(900),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          240);

  /// Checks the ranges.
  public HttpTimeouts {
    notNegative("idle", idle);
    notNegative("head", head);
    notNegative("stall", stall);
    notNegative("grace", grace);
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "bytesPerSecond must not be negative, but is " + bytesPerSecond);
    }
  }

  /// The same times with another one for idling.
  ///
  /// @param time see `idle`
  /// @return the times
  public HttpTimeouts withIdle(Duration time) {
    return new HttpTimeouts(time, head, stall, grace, bytesPerSecond);
  }

  /// The same times with another one for heads and handshakes.
  ///
  /// @param time see `head`
  /// @return the times
  public HttpTimeouts withHead(Duration time) {
    return new HttpTimeouts(idle, time, stall, grace, bytesPerSecond);
  }

  /// The same times with another one for standing still.
  ///
  /// @param time see `stall`
  /// @return the times
  public HttpTimeouts withStall(Duration time) {
    return new HttpTimeouts(idle, head, time, grace, bytesPerSecond);
  }

  /// The same times with another rate.
  ///
  /// @param before the rate counts, see `grace`
  /// @param slowest rate in bytes per second
  /// @return the times
  public HttpTimeouts withRate(Duration before, int slowest) {
    return new HttpTimeouts(idle, head, stall, before, slowest);
  }

  private static void notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
  }
}
