package dev.perennial.tests.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the clients of a broker hold there, and what this process holds itself.
///
/// @param queues their names, the random parts replaced
/// @param channels how many are open at the broker
/// @param connections how many are open at the broker
/// @param threads the names of the platform threads of this process
/// @param virtualThreads how many this process has
/// @param descriptors what this process has open
record Holdings(
    List<String> queues,
    int channels,
    int connections,
    List<String> threads,
    int virtualThreads,
    long descriptors) {

  // Files that the JVM opens or closes by itself.
  private static final int OTHER_DESCRIPTORS = 8;

  // Carriers of virtual threads, who waits for a child, and the recorder: they come and go.
  private static final Pattern OF_THE_JVM = Pattern.compile("(ForkJoinPool|process reaper|JFR ).*");

  static Holdings of(Broker broker, VirtualThreads virtualThreads) throws Exception {
    return new Holdings(
        lines(broker, "list_queues", "name").stream()
            .map(name -> name.replaceAll("[0-9a-f]{32}", "*"))
            .sorted()
            .toList(),
        lines(broker, "list_channels", "pid").size(),
        lines(broker, "list_connections", "pid").size(),
        threadsNow(),
        virtualThreads.count(),
        descriptorsNow());
  }

  /// Whether this is no more than there was before.
  boolean isNoMoreThan(Holdings before) {
    return queues.equals(before.queues)
        && channels <= before.channels
        && connections <= before.connections
        && threads.size() <= before.threads.size()
        && virtualThreads <= before.virtualThreads
        && descriptors <= before.descriptors + OTHER_DESCRIPTORS;
  }

  @Override
  public String toString() {
    return "%d queues, %d channels, %d connections, %d platform and %d virtual threads, %d descriptors"
        .formatted(
            queues.size(), channels, connections, threads.size(), virtualThreads, descriptors);
  }

  // The tool prints the names of the columns first.
  private static List<String> lines(Broker broker, String list, String column) throws Exception {
    return broker.ctl(list, column).lines().filter(line -> !line.equals(column)).toList();
  }

  private static List<String> threadsNow() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !OF_THE_JVM.matcher(name).matches())
        .sorted()
        .toList();
  }

  private static long descriptorsNow() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }
}
