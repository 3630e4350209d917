package dev.perennial.backdoor;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/// Locks for which somebody waits, with who holds them as far as the JVM says so, and threads that
/// wait for each other in a circle.
final class LockReport {

  // - waiting to lock <java.lang.Object@1f>, held by #12 name; - parking to wait for <...>;
  // - locked <...>
  private static final Pattern LINE =
      Pattern.compile("- (.+?) <([^>]*)>(?:, held by (?<holder>.*)|.*)");

  private LockReport() {}

  static Map<String, Object> of(List<ThreadStack> threads) {
    Map<String, List<String>> waiting = new LinkedHashMap<>();
    Map<String, String> holders = new LinkedHashMap<>();
    for (ThreadStack thread : threads) {
      for (String text : thread.locks()) {
        Matcher line = LINE.matcher(text);
        if (line.matches()) {
          note(thread, line.group(1), line.group(2), waiting, holders);
          Optional.ofNullable(line.group("holder"))
              .ifPresent(holder -> holders.put(line.group(2), holder));
        }
      }
    }
    return Map.of("waited_for", waitedFor(waiting, holders), "deadlocked", deadlocked());
  }

  // Who waits on an object has let go of it, though its stack says that it locked it.
  private static void note(
      ThreadStack thread,
      String what,
      String lock,
      Map<String, List<String>> waiting,
      Map<String, String> holders) {
    String name = "#" + thread.id() + " " + thread.name();
    if (what.contains("wait") || what.contains("block")) {
      waiting.computeIfAbsent(lock, _ -> new ArrayList<>()).add(name);
    } else if (!waiting.getOrDefault(lock, List.of()).contains(name)) {
      holders.put(lock, name);
    }
  }

  private static List<Map<String, Object>> waitedFor(
      Map<String, List<String>> waiting, Map<String, String> holders) {
    List<Map<String, Object>> locks = new ArrayList<>();
    waiting.forEach((lock, threads) -> {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("lock", lock);
      one.put("threads", threads);
      Optional.ofNullable(holders.get(lock)).ifPresent(holder -> one.put("held_by", holder));
      locks.add(one);
    });
    return locks;
  }

  private static List<Long> deadlocked() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    // Null, not an empty array, says that there is no circle.
    return Optional.ofNullable(threads.findDeadlockedThreads())
        .map(ids -> LongStream.of(ids).boxed().toList())
        .orElse(List.of());
  }
}
