package dev.perennial.backdoor;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import java.util.List;

/// Options of the backdoor that the seeds do not have.
///
/// @param jshell whether the console evaluates Java
/// @param applicationPackages whose code comes first in a profile
@Group(value = "backdoor", help = "The console and the profiler.")
public record ConsoleOptions(
    @Opt(
            help =
                "Whether the console on a UNIX socket evaluates Java in the running process. Whoever"
                    + " may open the socket can then do whatever the program can.",
            def = "false")
        boolean jshell,
    @Opt(
            help =
                "Packages of the program's own code, which comes first in a profile. None means the"
                    + " package of its main class, with those below it.",
            def = "")
        List<String> applicationPackages) {

  /// What holds in a program that did not register the options.
  static final ConsoleOptions DEFAULTS = new ConsoleOptions(false, List.of());

  /// The options of a program, whether it registered them or not.
  static ConsoleOptions of(Config config) {
    try {
      return config.get(ConsoleOptions.class);
    } catch (IllegalArgumentException notRegistered) {
      return DEFAULTS;
    }
  }

  /// Copies the packages.
  public ConsoleOptions {
    applicationPackages = List.copyOf(applicationPackages);
  }
}
