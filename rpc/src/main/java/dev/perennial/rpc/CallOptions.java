package dev.perennial.rpc;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// What one client, or one prepared use of it, does differently.
///
/// @param target where messages go, with namespace and version
/// @param timeout the longest time of a call or a cast, from asking to the answer; empty means the
///   option `rpc_response_timeout`
/// @param versionCap the newest version that may be sent, for times of upgrade; empty means any
/// @param callMonitorTimeout how long the caller of a call waits for a sign of life of the method,
///   so that a long timeout does not hide a dead server; at least 2 s, empty for none
/// @param mandatory whether it fails at once when nobody listens; empty means yes for calls and for
///   what is sent to one server, no for other casts
/// @param retries how often sending is tried again; empty means until the timeout
public record CallOptions(
    Target target,
    Optional<Duration> timeout,
    Optional<ApiVersion> versionCap,
    Optional<Duration> callMonitorTimeout,
    Optional<Boolean> mandatory,
    OptionalInt retries) {

  // Servers send a sign of life each half of it, and not more often than once a second.
  private static final Duration SHORTEST_MONITOR = Duration.ofSeconds(2);

  /// Checks the lengths.
  public CallOptions {
    target.requireTopic();
    if (timeout.filter(length -> !length.isPositive()).isPresent()) {
      throw new IllegalArgumentException("a timeout must be longer than zero: " + timeout.get());
    }
    if (callMonitorTimeout.filter(length -> length.compareTo(SHORTEST_MONITOR) < 0).isPresent()) {
      throw new IllegalArgumentException(
          "servers give no sign of life to a monitor of "
              + callMonitorTimeout.get()
              + ": it has to be at least 2 s");
    }
  }

  static CallOptions to(Target target) {
    return new CallOptions(
        target,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }

  /// The same with another target.
  ///
  /// @param changed where messages go
  /// @return the changed options
  public CallOptions target(Target changed) {
    return new CallOptions(changed, timeout, versionCap, callMonitorTimeout, mandatory, retries);
  }

  /// The same for one server of the topic.
  ///
  /// @param name the server
  /// @return the changed options
  public CallOptions server(String name) {
    return target(target.withServer(name));
  }

  /// The same with another namespace.
  ///
  /// @param name the namespace
  /// @return the changed options
  public CallOptions namespace(String name) {
    return target(target.withNamespace(name));
  }

  /// The same with another version.
  ///
  /// @param text `major.minor`
  /// @return the changed options
  public CallOptions version(String text) {
    return target(target.withVersion(text));
  }

  /// The same with another timeout.
  ///
  /// @param length longer than zero
  /// @return the changed options
  public CallOptions timeout(Duration length) {
    return new CallOptions(
        target, Optional.of(length), versionCap, callMonitorTimeout, mandatory, retries);
  }

  /// The same with a cap on versions.
  ///
  /// @param text `major.minor`
  /// @return the changed options
  public CallOptions versionCap(String text) {
    Optional<ApiVersion> cap = Optional.of(ApiVersion.parse(text));
    return new CallOptions(target, timeout, cap, callMonitorTimeout, mandatory, retries);
  }

  /// The same with monitoring of calls.
  ///
  /// @param length how long to wait for a sign of life
  /// @return the changed options
  /// @throws IllegalArgumentException if it is shorter than 2 s, which servers do not answer
  public CallOptions callMonitorTimeout(Duration length) {
    return new CallOptions(target, timeout, versionCap, Optional.of(length), mandatory, retries);
  }

  /// The same with another answer to nobody listening.
  ///
  /// @param fail whether it is an error
  /// @return the changed options
  public CallOptions mandatory(boolean fail) {
    return new CallOptions(
        target, timeout, versionCap, callMonitorTimeout, Optional.of(fail), retries);
  }

  /// The same with a bound on attempts to send.
  ///
  /// @param count zero for a single attempt
  /// @return the changed options
  public CallOptions retries(int count) {
    return new CallOptions(
        target, timeout, versionCap, callMonitorTimeout, mandatory, OptionalInt.of(count));
  }
}
