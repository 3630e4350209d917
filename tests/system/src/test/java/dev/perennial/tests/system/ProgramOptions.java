package dev.perennial.tests.system;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.launcher.RestartMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the program under test is made of.
///
/// @param launcher which launcher runs the services
/// @param restartMethod what SIGHUP does
/// @param services each in the words of [ServiceSpec]
/// @param failBoot whether `start` throws
/// @param failTraining whether `trainingRun` throws
/// @param bootMillis how long `start` takes
/// @param lifeMillis after how long a service that has started ends its process; 0 means never
/// @param helper whether the supervisor starts another program that lives for twenty seconds
/// @param leaveMain whether a worker's `main` ends before it launches anything
/// @param secondLauncher whether to make a second launcher in the same process
/// @param ticks file to which ticking services write
/// @param exclusive file that an exclusive service keeps locked while its process lives
@Group(value = "program", help = "What the program under test is made of.")
record ProgramOptions(
    @Opt(def = "process") Kind launcher,
    @Opt(def = "reload") RestartMethod restartMethod,
    @Opt(required = true) List<String> services,
    @Opt(def = "false") boolean failBoot,
    @Opt(def = "false") boolean failTraining,
    @Opt(def = "0") int bootMillis,
    @Opt(def = "0") int lifeMillis,
    @Opt(def = "false") boolean helper,
    @Opt(def = "false") boolean leaveMain,
    @Opt(def = "false") boolean secondLauncher,
    @Opt Optional<Path> ticks,
    @Opt Optional<Path> exclusive) {

  /// The launchers.
  enum Kind {
    PROCESS,
    SERVICE
  }

  /// Options that show what a change of configuration does.
  ///
  /// @param value may change while the program runs
  /// @param fixed may not
  @Group(value = "live", help = "Options that change.")
  record Live(@Opt(def = "first", mutable = true) String value, @Opt(def = "first") String fixed) {}

  /// Options of the exclusive service alone.
  ///
  /// @param size whatever
  @Group(value = "exclusive", help = "Options of the exclusive service.")
  record Exclusive(@Opt(def = "1") int size) {}
}
