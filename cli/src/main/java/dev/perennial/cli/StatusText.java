package dev.perennial.cli;

import dev.perennial.cli.ProgramStatus.Service;
import dev.perennial.cli.ProgramStatus.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The status as a text for people.
final class StatusText {

  private static final long MIB = 1 << 20;
  private static final String NOTHING = "-";

  private StatusText() {}

  static String of(ProgramStatus status) {
    StringBuilder text = new StringBuilder();
    text.append(
        "master %s %s, generation %s%n"
            .formatted(status.master().pid(), status.master().state(), status.generation()));
    status
        .listeners()
        .forEach(listener ->
            text.append("%s listens on %s%n".formatted(listener.service(), listener.address())));
    status.services().forEach(service -> text.append(certificate(service)));
    BusTrouble.of(status).forEach(line -> text.append(line).append(System.lineSeparator()));
    // The usual state is no news.
    status
        .aotCache()
        .filter(state -> !state.equals("ready"))
        .ifPresent(state -> text.append("AOT cache %s%n".formatted(state)));
    return text.append(System.lineSeparator()).append(workers(status.services())).toString();
  }

  private static String certificate(Service service) {
    return service
        .certificateEnds()
        .map(end -> "the certificate of %s ends %s%n".formatted(service.name(), end))
        .orElse("");
  }

  private static String workers(List<Service> services) {
    TextTable table =
        new TextTable(
            "SERVICE",
            ">SLOT",
            ">PID",
            ">GEN",
            ">CONFIG",
            "STATE",
            ">UPTIME",
            ">PSS MiB",
            ">REQUESTS",
            ">IN FLIGHT",
            ">RESTARTS",
            "LAST EXIT");
    for (Service service : services) {
      for (Worker worker : service.workers()) {
        table.row(
            service.name(),
            Integer.toString(worker.slot()),
            worker.pid() == 0 ? NOTHING : Long.toString(worker.pid()),
            text(worker.generation()),
            text(worker.configGeneration()),
            worker.state(),
            uptime(worker.uptimeS()),
            mebibytes(worker.pssBytes()),
            text(worker.requestsTotal()),
            text(worker.inFlight()),
            Integer.toString(worker.restarts()),
            worker.lastExit().filter(exit -> !exit.isEmpty()).orElse(NOTHING));
      }
    }
    return table.toString();
  }

  private static String text(OptionalInt number) {
    return number.isPresent() ? Integer.toString(number.getAsInt()) : NOTHING;
  }

  private static String text(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : NOTHING;
  }

  private static String mebibytes(OptionalLong bytes) {
    return bytes.isPresent() ? Long.toString((bytes.getAsLong() + MIB / 2) / MIB) : NOTHING;
  }

  /// The two largest units: `5s`, `3m04s`, `2h00m`, `9d23h`.
  static String uptime(OptionalLong seconds) {
    if (seconds.isEmpty()) {
      return NOTHING;
    }
    Duration time = Duration.ofSeconds(seconds.getAsLong());
    if (time.toDays() > 0) {
      return String.format(Locale.ROOT, "%dd%02dh", time.toDays(), time.toHoursPart());
    }
    if (time.toHours() > 0) {
      return String.format(Locale.ROOT, "%dh%02dm", time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() > 0
        ? String.format(Locale.ROOT, "%dm%02ds", time.toMinutes(), time.toSecondsPart())
        : time.toSeconds() + "s";
  }
}
