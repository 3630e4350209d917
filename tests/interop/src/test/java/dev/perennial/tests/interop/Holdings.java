package dev.perennial.tests.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the clients of a broker hold there, and what this process holds for them: what it held
/// before, for others, does not count, whether it stays or goes.
///
/// @param queues their names, the random parts replaced
/// @param channels how many are open at the broker
/// @param connections how many are open at the broker
/// @param threads the names of the platform threads of this process
/// @param virtualThreads how many this process has
/// @param descriptors how many this process has open
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

  // The thread of the AMQP library that reads a connection, with its address.
  private static final String READER = "AMQP Connection ";

  /// What a process holds for others.
  ///
  /// @param threads the ids of its platform threads
  /// @param descriptors what they lead to
  record Others(Set<Long> threads, Set<String> descriptors) {

    static Others now() throws IOException {
      return new Others(
          Thread.getAllStackTraces().keySet().stream()
              .map(Thread::threadId)
              .collect(Collectors.toSet()),
          Set.copyOf(descriptorsNow()));
    }
  }

  /// Looks.
  ///
  /// @param broker that nobody else uses
  static Holdings of(Broker broker, VirtualThreads virtualThreads, Others others) throws Exception {
    return new Holdings(
        lines(broker, "list_queues", "name").stream()
            .map(name -> name.replaceAll("[0-9a-f]{32}", "*"))
            .sorted()
            .toList(),
        lines(broker, "list_channels", "pid").size(),
        lines(broker, "list_connections", "pid").size(),
        threads(broker, others),
        virtualThreads.count(),
        descriptorsNow().stream().filter(each -> !others.descriptors().contains(each)).count());
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

  // Others may connect to their brokers again.
  private static List<String> threads(Broker broker, Others others) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !others.threads().contains(thread.threadId()))
        .map(Thread::getName)
        .filter(name -> !OF_THE_JVM.matcher(name).matches())
        .filter(name -> !name.startsWith(READER) || name.endsWith(":" + broker.port()))
        .sorted()
        .toList();
  }

  private static List<String> descriptorsNow() throws IOException {
    List<String> targets = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      for (Path each : all.toList()) {
        target(each).ifPresent(targets::add);
      }
    }
    return targets;
  }

  // Empty for what was closed meanwhile, such as the directory that was listed.
  private static Optional<String> target(Path descriptor) {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor).toString());
    } catch (IOException closed) {
      return Optional.empty();
    }
  }
}
