package dev.perennial.tests.system;

import java.util.Optional;

/// How one request ended.
///
/// @param outcome its class
/// @param detail what happened, for a reader of a failure
/// @param pid the process that answered, this request or an earlier one on its connection
/// @param mayGoOn whether the connection can be used for another request
record LoadResult(Outcome outcome, String detail, Optional<Long> pid, boolean mayGoOn) {

  static LoadResult ok(long pid, boolean mayGoOn) {
    return new LoadResult(Outcome.OK, "", Optional.of(pid), mayGoOn);
  }

  static LoadResult failed(Outcome outcome, String detail) {
    return new LoadResult(outcome, detail, Optional.empty(), false);
  }

  LoadResult withPid(Optional<Long> known) {
    return new LoadResult(outcome, detail, known, mayGoOn);
  }
}
