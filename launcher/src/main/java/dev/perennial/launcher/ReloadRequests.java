package dev.perennial.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether a reload is wanted, and who waits for the end of one.
///
/// Owned by the thread of an [InProcessRunner].
final class ReloadRequests {

  private boolean wanted;
  private final List<ControlRequest> waiting = new ArrayList<>();
  // Those whom the reload under way answers.
  private List<ControlRequest> served = List.of();

  /// One more wants a reload, and one reload will do for all who want it until then.
  void add(Optional<ControlRequest> request) {
    wanted = true;
    request.ifPresent(waiting::add);
  }

  boolean areThere() {
    return wanted;
  }

  /// A reload begins for all who have asked for one.
  void begin() {
    wanted = false;
    served = List.copyOf(waiting);
    waiting.clear();
  }

  /// The reload under way has done what it was to do.
  void succeeded() {
    served.forEach(request -> request.done("reloaded"));
    served = List.of();
  }

  /// The reload under way has not, if there is one.
  void failed(String why) {
    served.forEach(request -> request.failed(why));
    served = List.of();
  }

  /// No further reload begins.
  void refuse(String why) {
    waiting.forEach(request -> request.failed(why));
    waiting.clear();
  }
}
