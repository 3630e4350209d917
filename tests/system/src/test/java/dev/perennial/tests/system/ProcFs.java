package dev.perennial.tests.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the kernel says of other processes.
final class ProcFs {

  private static final Path PROC = Path.of("/proc");
  private static final int O_NONBLOCK = 04000;

  /// Where the session stands among the fields behind the name of a process.
  private static final int SESSION = 3;

  private ProcFs() {}

  /// The processes that have this assignment in their environment, and so come from one start.
  static Set<Long> processesWith(String assignment) {
    Set<Long> found = new TreeSet<>();
    String wanted = "\0" + assignment + "\0";
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : all) {
        if (("\0" + text(process.resolve("environ"))).contains(wanted)) {
          found.add(Long.parseLong(process.getFileName().toString()));
        }
      }
      return found;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Children that have ended and that nobody has waited for.
  static Set<Long> zombiesOf(long parent) {
    Set<Long> found = new TreeSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : all) {
        long pid = Long.parseLong(process.getFileName().toString());
        String[] fields = statOf(pid);
        if (fields.length > 1 && fields[0].equals("Z") && fields[1].equals("" + parent)) {
          found.add(pid);
        }
      }
      return found;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /// Whether a process was stopped by a signal and each of its threads has obeyed.
  static boolean standsStill(long pid) {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
      for (Path thread : threads) {
        if (!statOf(thread)[0].equals("T")) {
          return false;
        }
      }
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  /// Whether the handlers of all signals that a JVM has handed on have returned: each one runs in a
  /// thread of its own, which the JVM starts one after another.
  static boolean hasHandledSignals(long pid) {
    int dispatchers = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
      for (Path thread : threads) {
        String name = text(thread.resolve("comm"));
        if (name.startsWith("SIG")) {
          return false;
        }
        // A handler's thread has the name of the one that starts it until it runs.
        if (name.startsWith("Signal Disp")) {
          dispatchers++;
        }
      }
    } catch (IOException gone) {
      return false;
    }
    return dispatchers == 1;
  }

  /// How much processor time a process uses while some time passes: that of the first of five looks
  /// that is within a limit. What is left to do from before is over soon, what is wrong goes on.
  static Duration cpuOf(long pid, Duration watched, Duration limit) throws InterruptedException {
    Duration used = Duration.ZERO;
    for (int look = 0; look < 5; look++) {
      Duration before = cpuOf(pid);
      Thread.sleep(watched);
      used = cpuOf(pid).minus(before);
      if (used.compareTo(limit) <= 0) {
        return used;
      }
    }
    return used;
  }

  private static Duration cpuOf(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow();
  }

  /// How many threads of the kernel a process has.
  static int threadsOf(long pid) {
    return (int) number(PROC.resolve(pid + "/status"), "Threads:");
  }

  /// How often the threads of a process whose names begin so have gone to sleep of their own will.
  static long sleepsOf(long pid, String name) {
    long sleeps = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
      for (Path thread : threads) {
        if (text(thread.resolve("comm")).startsWith(name)) {
          sleeps += number(thread.resolve("status"), "voluntary_ctxt_switches:");
        }
      }
      return sleeps;
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /// Kilobytes of a process, those that it shares in proportion.
  static long pssKilobytes(long pid) {
    return number(PROC.resolve(pid + "/smaps_rollup"), "Pss:");
  }

  private static long number(Path file, String name) {
    for (String line : text(file).split("\n")) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.substring(name.length()).strip().split(" ")[0]);
      }
    }
    throw new AssertionError("no " + name + " in " + file);
  }

  /// Established connections to a TCP port, in the network that a process sees.
  static long connectionsTo(long pid, int port) {
    return establishedAt(pid, port).count();
  }

  /// Bytes that these connections have sent, or wait to send, and whose receipt is not confirmed.
  static long unconfirmedBytesOf(long pid, int port) {
    // Column 4: queues, that of sending before the colon.
    return establishedAt(pid, port)
        .mapToLong(columns -> Long.parseLong(columns[4].substring(0, columns[4].indexOf(':')), 16))
        .sum();
  }

  // Columns: 1 local address, 3 state (01 is ESTABLISHED).
  private static Stream<String[]> establishedAt(long pid, int port) {
    return tcpTable(pid)
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns[1].endsWith(String.format(":%04X", port)))
        .filter(columns -> columns[3].equals("01"));
  }

  /// All sockets of TCP in the network that a process sees, as the kernel prints them.
  static String tcpTable(long pid) {
    return text(PROC.resolve(pid + "/net/tcp"));
  }

  /// The session that a process belongs to: the pid of its leader.
  static long sessionOf(long pid) {
    return Long.parseLong(statOf(pid)[SESSION]);
  }

  /// Whether a process ignores a signal.
  static boolean ignores(long pid, int signal) {
    for (String line : text(PROC.resolve(pid + "/status")).split("\n")) {
      if (line.startsWith("SigIgn:")) {
        long mask = Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16);
        return (mask >>> (signal - 1) & 1) == 1;
      }
    }
    throw new AssertionError("no process " + pid);
  }

  static boolean runsJava(long pid) {
    return link(PROC.resolve(pid + "/exe")).map(exe -> exe.endsWith("/java")).orElse(false);
  }

  /// Where a descriptor leads, such as `socket:[4711]`.
  static Optional<String> descriptor(long pid, int number) {
    return link(PROC.resolve(pid + "/fd/" + number));
  }

  /// All descriptors of a process with where they lead.
  static Map<Integer, String> descriptors(long pid) {
    Map<Integer, String> found = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
      for (Path one : all) {
        int number = Integer.parseInt(one.getFileName().toString());
        link(one).ifPresent(where -> found.put(number, where));
      }
      return found;
    } catch (IOException gone) {
      return found;
    }
  }

  static boolean isNonBlocking(long pid, int descriptor) {
    for (String line : text(PROC.resolve(pid + "/fdinfo/" + descriptor)).split("\n")) {
      if (line.startsWith("flags:")) {
        return (Integer.parseInt(line.substring("flags:".length()).strip(), 8) & O_NONBLOCK) != 0;
      }
    }
    // Its process has ended meanwhile.
    return false;
  }

  /// Connections that wait to be accepted on a TCP port.
  static int queueLength(int port) {
    // Columns: 1 local address, 3 state (0A is LISTEN), 4 queues; of a listening socket the second
    // queue is the number of connections.
    for (String line : text(PROC.resolve("net/tcp")).split("\n")) {
      String[] columns = line.strip().split("\\s+");
      if (columns[1].endsWith(String.format(":%04X", port)) && columns[3].equals("0A")) {
        return Integer.parseInt(columns[4].substring(columns[4].indexOf(':') + 1), 16);
      }
    }
    throw new AssertionError("nobody listens on port " + port);
  }

  static boolean hasIpv6Loopback() {
    return text(PROC.resolve("net/if_inet6")).contains("00000000000000000000000000000001");
  }

  // From the third field on, the state of the process: the second, its name, may hold anything.
  private static String[] statOf(long pid) {
    return statOf(PROC.resolve(Long.toString(pid)));
  }

  private static String[] statOf(Path process) {
    String stat = text(process.resolve("stat"));
    return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
  }

  private static Optional<String> link(Path path) {
    try {
      return Optional.of(Files.readSymbolicLink(path).toString());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  // Files here end while they are read, when their process does: that is an empty text.
  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
