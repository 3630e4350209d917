package dev.perennial.cli;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a program says of itself. What a newer one says on top of it is passed over.
record ProgramStatus(
    Master master,
    int generation,
    Optional<String> aotCache,
    List<Listener> listeners,
    List<Service> services) {

  record Master(long pid, String state) {}

  record Listener(String service, String address) {}

  record Service(String name, List<Worker> workers) {

    /// When the first of the certificates ends that its workers serve.
    Optional<Instant> certificateEnds() {
      return workers.stream()
          .flatMap(worker -> worker.certificateEnds().stream())
          .min(Comparator.naturalOrder());
    }
  }

  /// A worker, or a slot that waits for one: that has a number, a state and restarts only.
  record Worker(
      int slot,
      long pid,
      OptionalInt generation,
      OptionalInt configGeneration,
      String state,
      OptionalLong uptimeS,
      OptionalLong pssBytes,
      OptionalLong requestsTotal,
      OptionalInt inFlight,
      Optional<Instant> certificateEnds,
      Optional<List<Bus>> bus,
      int restarts,
      Optional<String> lastExit) {}

  /// A connection to a message bus.
  record Bus(
      String service,
      String purpose,
      String state,
      String host,
      Instant since,
      Optional<String> reason) {}

  static ProgramStatus parse(String json) throws CommandFailure {
    return ProgramJson.read(json, ProgramStatus.class);
  }
}
