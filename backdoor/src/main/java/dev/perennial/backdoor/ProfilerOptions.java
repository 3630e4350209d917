package dev.perennial.backdoor;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import java.util.List;

/// Options of the backdoor that the seeds do not have.
///
/// @param applicationPackages whose code comes first in a profile
@Group(value = "backdoor", help = "The profiler.")
public record ProfilerOptions(
    @Opt(
            help =
                "Packages of the program's own code, which comes first in a profile. None means the"
                    + " package of its main class, with those below it.",
            def = "")
        List<String> applicationPackages) {

  /// What holds in a program that did not register the options.
  static final ProfilerOptions DEFAULTS = new ProfilerOptions(List.of());

  /// The options of a program, whether it registered them or not.
  static ProfilerOptions of(Config config) {
    try {
      return config.get(ProfilerOptions.class);
    } catch (IllegalArgumentException notRegistered) {
      return DEFAULTS;
    }
  }

  /// Copies the packages.
  public ProfilerOptions {
    applicationPackages = List.copyOf(applicationPackages);
  }
}
