package dev.perennial.backdoor;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Every thread of this process, as the JDK lists them.
///
/// It lists virtual threads in a file only; that is made in a directory that nobody else can enter.
/// Each thread is stopped while it is looked at, and the JVM is not. But while virtual threads are
/// mounted and unmounted meanwhile a JVM 25 can crash by it (JDK-8364343): 25.0.3 did in one of
/// some two hundred lists, taken without a pause beside busy threads. So this is for who asks for
/// it by name; everybody else gets [LiveThreads].
final class ThreadDump {

  // #24 "sleeper-1" virtual TIMED_WAITING 2026-11-22T03:24:24.725780492Z
  private static final Pattern HEAD = Pattern.compile("#(\\d+) \"(.*)\" (virtual )?([A-Z_]+) \\S+");

  private ThreadDump() {}

  /// All threads, virtual ones among them.
  static List<ThreadStack> take() throws IOException {
    Path directory = PrivateFiles.directory();
    Path file = directory.resolve("threads");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
      return parse(Files.readAllLines(file));
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  static List<ThreadStack> parse(List<String> lines) {
    List<ThreadStack> threads = new ArrayList<>();
    int at = 0;
    while (at < lines.size()) {
      Matcher head = HEAD.matcher(lines.get(at++));
      if (head.matches()) {
        int end = at;
        while (end < lines.size() && lines.get(end).startsWith("    ")) {
          end++;
        }
        threads.add(thread(head, lines.subList(at, end)));
        at = end;
      }
    }
    return threads;
  }

  private static ThreadStack thread(Matcher head, List<String> body) {
    List<String> frames = new ArrayList<>();
    List<String> locks = new ArrayList<>();
    for (String line : body) {
      String text = line.strip();
      if (text.startsWith("at ")) {
        frames.add(text.substring(3));
      } else if (text.startsWith("- ")) {
        locks.add(text);
      }
    }
    return new ThreadStack(
        Long.parseLong(head.group(1)),
        head.group(2),
        head.group(3) != null,
        head.group(4),
        frames,
        locks);
  }
}
