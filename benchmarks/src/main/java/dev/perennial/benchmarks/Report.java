package dev.perennial.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What one run of a benchmark has found: printed while it runs, and appended to a dated file.
final class Report {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final List<String> lines = new ArrayList<>();
  private final Checkout checkout;
  private final Path directory;
  private final boolean quick;

  /// @param directory in which the servers of this run write
  /// @param quick whether the figures mean nothing, so that no target is judged by them
  Report(Checkout checkout, Path directory, boolean quick) {
    this.checkout = checkout;
    this.directory = directory;
    this.quick = quick;
  }

  /// What is under test, and on what.
  void head(String command) throws IOException, InterruptedException {
    line("date    " + MOMENT.format(LocalDateTime.now(ZoneOffset.UTC)) + " UTC");
    line("command " + command);
    line("commit  " + checkout.commit());
    line(
        "machine %d cores, %s %s, autogroups %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                autogroups()));
    line(
        "jvm     %s %s"
            .formatted(
                System.getProperty("java.vendor"), System.getProperty("java.runtime.version")));
  }

  /// Whether the kernel divides the processors between sessions.
  private static String autogroups() throws IOException {
    Path file = Path.of("/proc/sys/kernel/sched_autogroup_enabled");
    return Files.exists(file) && Files.readString(file).strip().equals("1") ? "on" : "off";
  }

  void line(String text) {
    // What is under test lies elsewhere on another machine.
    String portable =
        text.replace(checkout.root().toString(), "$CHECKOUT")
            .replace(directory.toString(), "$DIRECTORY");
    System.out.println(portable);
    lines.add(portable);
  }

  /// Something for whoever watches, not for the file.
  static void progress(String text) {
    System.err.println(text);
  }

  void table(Table table) {
    table.lines().forEach(this::line);
  }

  void servers(List<Server> servers) {
    for (Server server : servers) {
      line("%s: %s".formatted(server.name(), server.about()));
      line("  " + String.join(" ", server.command()));
    }
  }

  /// Compares what was measured with what was promised.
  void target(String what, double measured, double most) {
    verdict(what, measured, "at most", most, measured <= most);
  }

  void targetAtLeast(String what, double measured, double least) {
    verdict(what, measured, "at least", least, measured >= least);
  }

  private void verdict(String what, double measured, String relation, double bound, boolean met) {
    if (quick) {
      return;
    }
    line(
        String.format(
            Locale.ROOT,
            "target %s: %.2f, wanted %s %.2f: %s",
            what,
            measured,
            relation,
            bound,
            met ? "met" : "NOT MET"));
  }

  /// Appends everything to the file of today.
  Path save(String benchmark) throws IOException {
    Path file =
        checkout.results().resolve(LocalDate.now(ZoneOffset.UTC) + "-" + benchmark + ".txt");
    Files.writeString(
        file,
        String.join("\n", lines) + "\n\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return file;
  }
}
