package dev.perennial.backdoor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Threads for a person: those that stand at the same place are shown once.
final class ThreadText {

  private static final int NAMES = 8;

  /// Threads with the same stack in the same state.
  ///
  /// @param threads at least one
  record Group(List<ThreadStack> threads) {
    ThreadStack first() {
      return threads.getFirst();
    }
  }

  private ThreadText() {}

  /// The largest group first.
  static List<Group> groups(List<ThreadStack> threads) {
    Map<Object, List<ThreadStack>> alike = new LinkedHashMap<>();
    for (ThreadStack thread : threads) {
      alike
          .computeIfAbsent(List.of(thread.state(), thread.frames()), _ -> new ArrayList<>())
          .add(thread);
    }
    return alike.values().stream()
        .map(Group::new)
        .sorted(Comparator.comparingInt(group -> -group.threads().size()))
        .toList();
  }

  static String of(String kind, List<ThreadStack> threads) {
    return threads.size()
        + " "
        + kind
        + " threads\n"
        + groups(threads).stream().map(ThreadText::text).collect(Collectors.joining());
  }

  private static String text(Group group) {
    StringBuilder out = new StringBuilder("\n");
    out.append(group.threads().size() == 1 ? "" : group.threads().size() + " times ");
    out.append(group.first().state()).append(": ").append(names(group)).append('\n');
    group.first().frames().forEach(frame -> out.append("    at ").append(frame).append('\n'));
    group.first().locks().forEach(lock -> out.append("    ").append(lock).append('\n'));
    return out.toString();
  }

  static String names(Group group) {
    String names =
        group.threads().stream()
            .limit(NAMES)
            .map(thread -> "#" + thread.id() + (thread.name().isEmpty() ? "" : " " + thread.name()))
            .collect(Collectors.joining(", "));
    int others = group.threads().size() - NAMES;
    return others > 0 ? names + " and " + others + " more" : names;
  }
}
