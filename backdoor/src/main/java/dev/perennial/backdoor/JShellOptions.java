package dev.perennial.backdoor;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;

/// The options of the Java console.
///
/// @param jshell whether there is one
/// @param jshellTimeLimit seconds that one snippet may take
@Group(value = "backdoor", help = "Java in a running process.")
public record JShellOptions(
    @Opt(
            def = "false",
            help =
                "Let sessions on backdoor_socket run Java in the process, against its live objects."
                    + " Who may do that may do all that the process may. Never over a TCP port.")
        boolean jshell,
    @Opt(def = "30", help = "Seconds that a piece of Java may run before it is stopped.")
        @Range(min = 1, max = 3600)
        int jshellTimeLimit) {

  /// What holds in a program that did not register the options.
  static final JShellOptions DEFAULTS = new JShellOptions(false, 30);

  /// The options of a program, whether it registered them or not.
  static JShellOptions of(Config config) {
    try {
      return config.get(JShellOptions.class);
    } catch (IllegalArgumentException notRegistered) {
      return DEFAULTS;
    }
  }
}
