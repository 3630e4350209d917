package dev.perennial.backdoor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.management.VirtualThreadSchedulerMXBean;

/// What waits to be served: virtual threads for a processor, and connections for an accept.
final class QueueReport {

  private static final String LISTENING = "0A";

  // Columns of /proc/net/tcp.
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int QUEUES = 4;
  private static final int INODE = 9;

  private QueueReport() {}

  static Map<String, Object> take() throws IOException {
    VirtualThreadSchedulerMXBean scheduler =
        ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    Map<String, Object> queues = new LinkedHashMap<>();
    queues.put("virtual_threads_queued", scheduler.getQueuedVirtualThreadCount());
    queues.put("virtual_threads_mounted", scheduler.getMountedVirtualThreadCount());
    queues.put("carriers", scheduler.getPoolSize());
    queues.put("parallelism", scheduler.getParallelism());
    queues.put("listening", listening());
    return queues;
  }

  // In the row of a listening socket the receive queue is the number of connections that nobody has
  // accepted yet.
  private static List<Map<String, Object>> listening() throws IOException {
    Set<String> own = ownSockets();
    List<Map<String, Object>> sockets = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = Path.of("/proc/self/net", table);
      if (Files.exists(file)) {
        Files.readAllLines(file).stream()
            .map(line -> line.strip().split("\\s+"))
            .filter(row -> row.length > INODE)
            .filter(row -> row[STATE].equals(LISTENING) && own.contains(row[INODE]))
            .map(QueueReport::socket)
            .forEach(sockets::add);
      }
    }
    return sockets;
  }

  private static Map<String, Object> socket(String[] row) {
    Map<String, Object> socket = new LinkedHashMap<>();
    socket.put("port", Integer.parseInt(row[LOCAL].substring(row[LOCAL].indexOf(':') + 1), 16));
    socket.put(
        "not_accepted", Long.parseLong(row[QUEUES].substring(row[QUEUES].indexOf(':') + 1), 16));
    return socket;
  }

  private static Set<String> ownSockets() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(QueueReport::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring("socket:[".length(), target.length() - 1))
          .collect(Collectors.toSet());
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closed) {
      return "";
    }
  }
}
