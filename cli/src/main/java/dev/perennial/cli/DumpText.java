package dev.perennial.cli;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// The report of a process for a person, what is short first.
final class DumpText {

  private static final double MEBIBYTE = 1 << 20;

  private final StringBuilder out = new StringBuilder();

  private DumpText() {}

  static String of(JsonNode report) {
    DumpText text = new DumpText();
    text.process(report.path("process"));
    text.services(report.path("services"));
    text.inFlight(report.path("in_flight"));
    text.timers(report.path("timers"));
    text.memory(report.path("memory"));
    text.queues(report.path("queues"));
    text.locks(report.path("locks"));
    text.threads(report.path("threads"));
    return text.out.toString();
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  private void title(String text) {
    line("%n%s", text);
  }

  private void process(JsonNode process) {
    line(
        "%s, process %d, %s, up for %.0f s",
        process.path("name").asString(),
        process.path("pid").asLong(),
        process.path("time").asString(),
        process.path("uptime_s").asDouble());
  }

  private void services(JsonNode services) {
    title("Services");
    TextTable table = new TextTable("SERVICE", "STATE", ">REQUESTS", ">IN FLIGHT");
    for (JsonNode service : services) {
      table.row(
          service.path("name").asString(),
          service.path("state").asString(),
          service.path("requests_total").asString(),
          service.path("in_flight").asString());
    }
    out.append(table);
  }

  private void inFlight(JsonNode inFlight) {
    if (inFlight.path("oldest").isEmpty()) {
      return;
    }
    title("Under way");
    TextTable table = new TextTable(">SECONDS", "KIND", "WHAT", "ID", "THREAD");
    for (JsonNode work : inFlight.path("oldest")) {
      table.row(
          String.format(Locale.ROOT, "%.1f", work.path("age_s").asDouble()),
          work.path("kind").asString(),
          work.path("what").asString(),
          work.path("id").asString("-"),
          work.path("thread").asString("-"));
    }
    out.append(table);
    if (inFlight.path("left_out").asInt() > 0) {
      line("and %d more", inFlight.path("left_out").asInt());
    }
  }

  private void timers(JsonNode timers) {
    if (timers.isEmpty()) {
      return;
    }
    title("Timers");
    TextTable table = new TextTable("SERVICE", "TASK", "STATE", ">RUNS", ">FAILED");
    for (JsonNode timer : timers) {
      table.row(
          timer.path("service").asString(),
          timer.path("task").asString(),
          timer.path("state").asString(),
          timer.path("runs").asString(),
          timer.path("failures").asString());
    }
    out.append(table);
  }

  private void memory(JsonNode memory) {
    title("Memory");
    line(
        "resident %.1f MiB, heap %.1f of %.1f MiB, %d open descriptors",
        memory.path("rss_bytes").asLong() / MEBIBYTE,
        memory.path("heap").path("used_bytes").asLong() / MEBIBYTE,
        memory.path("heap").path("committed_bytes").asLong() / MEBIBYTE,
        memory.path("open_descriptors").asLong());
    for (JsonNode collector : memory.path("collectors")) {
      line(
          "%s: %d collections, %d ms",
          collector.path("name").asString(),
          collector.path("collections").asLong(),
          collector.path("time_ms").asLong());
    }
  }

  private void queues(JsonNode queues) {
    title("Queues");
    line(
        "virtual threads: %d wait for a processor, %d run on %d of at most %d carriers",
        queues.path("virtual_threads_queued").asLong(),
        queues.path("virtual_threads_mounted").asLong(),
        queues.path("carriers").asLong(),
        queues.path("parallelism").asLong());
    for (JsonNode socket : queues.path("listening")) {
      line(
          "port %d: %d connections not accepted yet",
          socket.path("port").asLong(), socket.path("not_accepted").asLong());
    }
  }

  private void locks(JsonNode locks) {
    if (!locks.path("deadlocked").isEmpty()) {
      title("DEADLOCK between the threads " + locks.path("deadlocked"));
    }
    title("Locks that threads wait for");
    for (JsonNode lock : locks.path("waited_for")) {
      String holder = lock.path("held_by").asString("");
      line(
          "%s%s: %s",
          lock.path("lock").asString(),
          holder.isEmpty() ? "" : " held by " + holder,
          lock.path("threads"));
    }
  }

  private void threads(JsonNode threads) {
    title(
        "Threads: "
            + threads.path("platform").asLong()
            + " of the platform, "
            + threads.path("virtual").asLong()
            + " virtual");
    for (JsonNode owner : threads.path("owners")) {
      title(owner.path("owner").asString() + " (" + owner.path("threads").asLong() + ")");
      for (JsonNode place : owner.path("places")) {
        line(
            "  %d %s %s: %s",
            place.path("count").asLong(),
            place.path("virtual").asBoolean() ? "virtual" : "platform",
            place.path("state").asString(),
            place.path("names").asString());
        for (JsonNode frame : place.path("stack")) {
          line("      at %s", frame.asString());
        }
      }
      if (owner.path("places_left_out").asInt() > 0) {
        line("  %d more places", owner.path("places_left_out").asInt());
      }
    }
  }
}
