package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.process.Signal;
import dev.perennial.process.Signals;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// A running program as those see it who signal it or operate it, and what each of their wishes
/// means.
///
/// Called by the thread that owns the program's state.
interface Operated {

  /// Whether the program is on its way down.
  boolean isStopping();

  /// Ends the program gracefully; does nothing when it is on its way down.
  ///
  /// @param why for the log
  void stop(String why);

  /// Ends the program without waiting for anything.
  ///
  /// @param why for the log
  void stopAtOnce(String why);

  /// Reloads or mutates, once however often it is asked for meanwhile.
  ///
  /// @param waiting whom to answer when it is over
  void reload(Optional<ControlRequest> waiting);

  /// The configuration in force.
  Config config();

  /// Answers with the status, now or soon.
  ///
  /// @param request whom to answer
  void tellStatus(ControlRequest request);

  /// The metrics of all processes.
  ///
  /// @return as Prometheus reads them
  String metrics();

  /// Has every process of every service that offers it perform an operation, and answers soon.
  ///
  /// @param request whom to answer
  void perform(ControlRequest request);

  /// Has one process perform an operation, and answers soon.
  ///
  /// @param request whom to answer; its first argument names the process
  void performIn(ControlRequest request);

  /// Has every process open its log files again, and answers soon.
  ///
  /// @param request whom to answer
  void reopenLogs(ControlRequest request);

  /// Does what somebody outside wants.
  ///
  /// @param wish what
  default void carryOut(Command.Wish wish) {
    switch (wish) {
      case Command.Signalled(Signal signal) -> obeyOrGoOn(signal);
      case Command.StopRequested _ -> stop("a request of the program");
      case Command.Asked(ControlRequest request) -> answerOrRefuse(request);
    }
  }

  // As with an answer, but nobody waits for one.
  private void obeyOrGoOn(Signal signal) {
    Logger log = System.getLogger("dev.perennial.launcher");
    // Of several reloads that are asked for at once the log would show fewer.
    log.log(Level.DEBUG, "SIG{0} came", signal);
    try {
      obey(signal);
    } catch (RuntimeException | Error failure) {
      log.log(Level.ERROR, "SIG" + signal + " could not be obeyed", failure);
    }
  }

  private void obey(Signal signal) {
    switch (signal) {
      case TERM -> {
        if (isStopping()) {
          stopAtOnce("a second SIGTERM");
        } else {
          stop("SIGTERM");
        }
      }
      case INT -> stopAtOnce("SIGINT");
      case HUP -> {
        if (Signals.hangUpEndsTheProgram()) {
          stop("SIGHUP from the terminal");
        } else {
          reload(Optional.empty());
        }
      }
      case USR1 -> reopenLogs(ControlRequest.of(ControlRequest.Verb.REOPEN_LOGS));
    }
  }

  // What goes wrong with an answer is the asker's to know, and ends nothing else.
  private void answerOrRefuse(ControlRequest request) {
    try {
      answer(request);
    } catch (RuntimeException | Error failure) {
      System.getLogger("dev.perennial.launcher")
          .log(Level.ERROR, request.verb() + " of an operator failed", failure);
      request.failed(OneLine.of(failure));
    }
  }

  private void answer(ControlRequest request) {
    switch (request.verb()) {
      case STATUS -> tellStatus(request);
      case PERFORM -> perform(request);
      case REOPEN_LOGS -> reopenLogs(request);
      case PERFORM_IN -> performIn(request);
      case CONFIG -> request.done(ConfigReport.of(config()));
      case METRICS -> request.done(metrics());
      case RELOAD -> {
        reload(Optional.empty());
        request.done("reload has begun");
      }
      case RELOAD_WAIT -> reload(Optional.of(request));
      case STOP -> {
        stop("an operator's stop");
        request.done("stopping");
      }
    }
  }
}
