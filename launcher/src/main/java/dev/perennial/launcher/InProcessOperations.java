package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.process.ListeningSocket;
import dev.perennial.service.Service;
import dev.perennial.service.ServiceGroup;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// What operators may ask of a program whose services run in this process: its answers to the
/// control connection, but for those that change what the program does.
///
/// Called by the thread of an [InProcessRunner]. What may take long is answered by a thread of its
/// own.
final class InProcessOperations {

  private final Config config;
  private final ServiceGroup group;
  private final List<ListeningSocket> sockets;
  private final Extensions extensions;
  private final Supplier<Thread.Builder> threads;
  private final long startedAt = System.nanoTime();

  /// @param threads of what kind those of operations are
  InProcessOperations(
      Config config,
      ServiceGroup group,
      List<ListeningSocket> sockets,
      Extensions extensions,
      Supplier<Thread.Builder> threads) {
    this.config = config;
    this.group = group;
    this.sockets = sockets;
    this.extensions = extensions;
    this.threads = threads;
  }

  /// @param state of the program, as operators know it
  String status(String state) {
    Duration uptime = Duration.ofNanos(System.nanoTime() - startedAt);
    return InProcessStatus.of(config, group, sockets, state, uptime);
  }

  String metrics() {
    return MetricsBoard.ofThisProcess(config.programName()).text();
  }

  /// Asks every service.
  void perform(ControlRequest request) {
    List<Service> services = group.services();
    threads
        .get()
        .name("operation-" + request.arguments().getFirst())
        .start(() -> {
          PerformanceReport report = new PerformanceReport(request);
          long pid = ProcessHandle.current().pid();
          for (Service service : services) {
            report.add(
                service.name(), 0, pid, Performance.of(config, service, request.arguments()));
          }
          report.answer();
        });
    request.failAfter(OperationQueries.LIMIT_FOR_ALL);
  }

  /// Asks this process, if it is the one that was named.
  void performIn(ControlRequest request) {
    String name = request.arguments().getFirst();
    List<String> words = request.arguments().subList(1, request.arguments().size());
    long pid = ProcessHandle.current().pid();
    boolean isThis =
        name.equals(Long.toString(pid))
            || group.services().stream()
                .anyMatch(s -> name.equals(s.name()) || name.equals(s.name() + "/0"));
    if (!isThis) {
      request.failed("no process " + name + "; there is one: " + pid);
      return;
    }
    extensions.perform(
        config, request, name.replaceFirst("/0$", ""), words, OperationQueries.LIMIT_FOR_ONE);
  }

  void reopenLogs(ControlRequest request) {
    extensions.perform(
        config,
        request,
        group.services().getFirst().name(),
        request.arguments(),
        OperationQueries.LIMIT_FOR_ALL);
  }
}
