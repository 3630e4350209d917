package dev.perennial.backdoor;

import dev.perennial.config.Config;
import java.time.Duration;

/// Whether the sessions of a backdoor may run Java.
sealed interface JavaAccess {

  /// They may.
  ///
  /// @param limit how long one snippet may take
  record Granted(Duration limit) implements JavaAccess {}

  /// They may not.
  ///
  /// @param why in words for whoever asked
  record Refused(String why) implements JavaAccess {}

  /// A user is known for certain on a UNIX socket only.
  JavaAccess OVER_TCP =
      new Refused(
          "Java is run for sessions on a UNIX socket only, never over a TCP port; set"
              + " backdoor_socket");

  /// What the configuration grants to sessions on a UNIX socket.
  static JavaAccess onSocket(Config config) {
    JShellOptions options = JShellOptions.of(config);
    return options.jshell()
        ? new Granted(Duration.ofSeconds(options.jshellTimeLimit()))
        : new Refused("the Java console is off; [backdoor] jshell = true opens it");
  }
}
