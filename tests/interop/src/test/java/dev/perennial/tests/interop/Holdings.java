package dev.perennial.tests.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the clients of a broker hold there, and what this process holds itself.
///
/// @param queues their names, the random parts replaced
/// @param channels how many are open at the broker
/// @param connections how many are open at the broker
/// @param threads the platform threads of this process that the transports have
/// @param descriptors what this process has open
record Holdings(
    List<String> queues, int channels, int connections, long threads, long descriptors) {

  // Files that the JVM opens or closes by itself.
  private static final int OTHER_DESCRIPTORS = 8;

  static Holdings of(Broker broker) throws Exception {
    return new Holdings(
        lines(broker, "list_queues", "name").stream()
            .map(name -> name.replaceAll("[0-9a-f]{32}", "*"))
            .sorted()
            .toList(),
        lines(broker, "list_channels", "pid").size(),
        lines(broker, "list_connections", "pid").size(),
        threadsNow(),
        descriptorsNow());
  }

  /// Whether this is no more than there was before.
  boolean isNoMoreThan(Holdings before) {
    return queues.equals(before.queues)
        && channels <= before.channels
        && connections <= before.connections
        && threads <= before.threads
        && descriptors <= before.descriptors + OTHER_DESCRIPTORS;
  }

  @Override
  public String toString() {
    return "%d queues, %d channels, %d connections, %d threads, %d descriptors"
        .formatted(queues.size(), channels, connections, threads, descriptors);
  }

  // The tool prints the names of the columns first.
  private static List<String> lines(Broker broker, String list, String column) throws Exception {
    return broker.ctl(list, column).lines().filter(line -> !line.equals(column)).toList();
  }

  private static long threadsNow() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("perennial-rabbit-") || name.startsWith("AMQP"))
        .count();
  }

  private static long descriptorsNow() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }
}
