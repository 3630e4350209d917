package dev.perennial.cli;

import dev.perennial.cli.ProgramStatus.Bus;
import dev.perennial.cli.ProgramStatus.Worker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What is wrong with the connections to message buses, one line for all that have the same
/// trouble.
final class BusTrouble {

  private record Kind(String service, String state, String host, String reason) {

    static Kind of(Bus bus) {
      return new Kind(bus.service(), bus.state(), bus.host(), bus.reason().orElse(""));
    }

    boolean isTrouble() {
      return !state.equals("connected");
    }
  }

  private final Kind kind;
  private final SortedSet<Long> pids = new TreeSet<>();
  private Instant since = Instant.MAX;

  private BusTrouble(Kind kind) {
    this.kind = kind;
  }

  static List<String> of(ProgramStatus status) {
    Map<Kind, BusTrouble> troubles = new LinkedHashMap<>();
    for (ProgramStatus.Service service : status.services()) {
      for (Worker worker : service.workers()) {
        for (Bus bus : worker.bus().orElse(List.of())) {
          troubles.computeIfAbsent(Kind.of(bus), BusTrouble::new).add(worker, bus);
        }
      }
    }
    List<String> lines = new ArrayList<>();
    troubles.forEach((kind, trouble) -> {
      if (kind.isTrouble()) {
        lines.add(trouble.line());
      }
    });
    return lines;
  }

  private void add(Worker worker, Bus bus) {
    pids.add(worker.pid());
    since = bus.since().isBefore(since) ? bus.since() : since;
  }

  private String line() {
    return "%s at the bus %s: %s since %s%s (pid %s)"
        .formatted(
            kind.service,
            kind.host,
            kind.state,
            since,
            kind.reason.isEmpty() ? "" : ", " + kind.reason,
            pids.stream().map(Object::toString).collect(Collectors.joining(", ")));
  }
}
