package dev.perennial.tests.system;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.launcher.RestartMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// What the program under test is made of.
///
/// @param launcher which launcher runs the services
/// @param restartMethod what SIGHUP does
/// @param services each in the words of [ServiceSpec]
/// @param failBoot whether and how `start` fails
/// @param failDrain how `drain` of a service without sockets goes wrong
/// @param failTraining whether `trainingRun` throws
/// @param bootMillis how long `start` takes
/// @param bootGate a [Gate] that `start` has to pass
/// @param trainingGate a [Gate] that `trainingRun` has to pass
/// @param lifeMillis after how long a service that has started ends its process; 0 means never
/// @param helper whether the supervisor starts another program that lives for a minute
/// @param workerMainMissing whether workers are to run a class of which there is no file
/// @param workerLeavesMain whether a worker's `main` returns before it calls await()
/// @param main how `main` ends
/// @param mainFailsIn in which processes
/// @param child configuration of another program that the service starts as a child of its process
/// @param secondLauncher whether to make a second launcher in the same process
/// @param ticks file to which ticking services write
/// @param exclusive file that an exclusive service keeps locked while its process lives
@Group(value = "program", help = "What the program under test is made of.")
record ProgramOptions(
    @Opt(def = "process") Kind launcher,
    @Opt(def = "reload") RestartMethod restartMethod,
    @Opt(required = true) List<String> services,
    @Opt(def = "never") BootFault failBoot,
    @Opt(def = "never") DrainFault failDrain,
    @Opt(def = "false") boolean failTraining,
    @Opt(def = "0") int bootMillis,
    @Opt Optional<Path> bootGate,
    @Opt Optional<Path> trainingGate,
    @Opt(def = "0") int lifeMillis,
    @Opt(def = "false") boolean helper,
    @Opt(def = "false") boolean workerMainMissing,
    @Opt(def = "false") boolean workerLeavesMain,
    @Opt(def = "awaits") MainFault main,
    @Opt(def = "everywhere") Place mainFailsIn,
    @Opt Optional<Path> child,
    @Opt(def = "false") boolean secondLauncher,
    @Opt Optional<Path> ticks,
    @Opt Optional<Path> exclusive) {

  /// What `main` does in this process.
  MainFault faultHere() {
    if (workerLeavesMain && Place.WORKER.isHere()) {
      return MainFault.RETURNS;
    }
    return mainFailsIn.isHere() ? main : MainFault.AWAITS;
  }

  /// How `main` ends.
  enum MainFault {
    AWAITS,
    RETURNS,
    THROWS,
    THROWS_BEFORE_IT_HAS_A_LAUNCHER,
    READS_CERTIFICATES_BEFORE_IT_HAS_A_LAUNCHER
  }

  /// How a service fails to start.
  enum BootFault {
    NEVER,
    EXCEPTION,
    /// As where a class is missing.
    ERROR;

    void happen() {
      String text = "the configuration asked for a failing boot";
      switch (this) {
        case NEVER -> {}
        case EXCEPTION -> throw new IllegalStateException(text);
        case ERROR -> throw new AssertionError(text);
      }
    }
  }

  /// How a service fails to drain.
  enum DrainFault {
    NEVER,
    EXCEPTION,
    /// It hears neither of its deadline nor of anything else.
    HANGS;

    void happen() {
      switch (this) {
        case NEVER -> {}
        case EXCEPTION ->
            throw new IllegalStateException("the configuration asked for a failing drain");
        case HANGS -> {
          while (true) {
            LockSupport.park();
          }
        }
      }
    }
  }

  /// Processes.
  enum Place {
    EVERYWHERE,
    WORKER;

    /// Whether this process is one of them.
    boolean isHere() {
      return this == EVERYWHERE || System.getenv("PERENNIAL_SERVICE") != null;
    }
  }

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
  record Live(@Opt(def = "first", mutable = true) String value, @Opt(def = "first") String fixed) {

    /// A value that no service can follow.
    static final String UNBEARABLE = "unbearable";
  }

  /// Options of the exclusive service alone.
  ///
  /// @param size whatever
  @Group(value = "exclusive", help = "Options of the exclusive service.")
  record Exclusive(@Opt(def = "1") int size) {}
}
