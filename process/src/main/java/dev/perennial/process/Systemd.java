package dev.perennial.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The notification protocol of systemd: datagrams to the socket named by `NOTIFY_SOCKET`.
///
/// Telling the manager never fails and never blocks a program: without the variable nothing is
/// sent, and a manager that does not listen or read is logged at debug level.
///
/// Source: sd_notify(3).
public final class Systemd {

  private static final Logger LOG = System.getLogger("dev.perennial.process");

  private final String address;

  private Systemd(String address) {
    this.address = address;
  }

  /// The manager that the environment names.
  ///
  /// @param environment the environment of the program
  /// @return a notifier; a silent one where the variable is unset or empty
  public static Systemd from(Map<String, String> environment) {
    return new Systemd(environment.getOrDefault("NOTIFY_SOCKET", ""));
  }

  /// Says that start-up is over and the service can be used.
  public void ready() {
    send("READY=1");
  }

  /// Says that the service has begun to end.
  public void stopping() {
    send("STOPPING=1");
  }

  /// Says in words what the service is doing or suffers from.
  ///
  /// @param text one line, which `systemctl status` shows
  public void status(String text) {
    send("STATUS=" + text.replace('\n', ' '));
  }

  private void send(String message) {
    if (address.isEmpty()) {
      return;
    }
    try {
      int socket = LibC.socket(LibC.AF_UNIX, LibC.SOCK_DGRAM);
      try {
        LibC.send(socket, message.getBytes(StandardCharsets.UTF_8), NativeAddress.ofUnix(address));
      } finally {
        LibC.close(socket);
      }
    } catch (IOException failure) {
      LOG.log(Level.DEBUG, "cannot tell the service manager {0}: {1}", message, failure);
    }
  }
}
