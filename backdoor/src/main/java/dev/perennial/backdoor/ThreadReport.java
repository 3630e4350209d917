package dev.perennial.backdoor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Threads by what they belong to; those that stand at the same place are one entry.
final class ThreadReport {

  /// Places that are shown of one owner; a report has to be read by a person.
  private static final int MAX_PLACES = 100;

  private ThreadReport() {}

  static Map<String, Object> of(List<ThreadStack> threads) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("platform", threads.stream().filter(thread -> !thread.isVirtual()).count());
    report.put("virtual", threads.stream().filter(ThreadStack::isVirtual).count());
    report.put("owners", owners(threads));
    return report;
  }

  private static List<Map<String, Object>> owners(List<ThreadStack> threads) {
    Map<String, List<ThreadStack>> byOwner = new TreeMap<>();
    threads.forEach(t -> byOwner.computeIfAbsent(t.owner(), _ -> new ArrayList<>()).add(t));
    return byOwner.entrySet().stream()
        .sorted(Comparator.comparingInt(owner -> -owner.getValue().size()))
        .map(owner -> owner(owner.getKey(), owner.getValue()))
        .toList();
  }

  private static Map<String, Object> owner(String name, List<ThreadStack> threads) {
    List<ThreadText.Group> places = ThreadText.groups(threads);
    Map<String, Object> owner = new LinkedHashMap<>();
    owner.put("owner", name);
    owner.put("threads", threads.size());
    owner.put("places", places.stream().limit(MAX_PLACES).map(ThreadReport::place).toList());
    owner.put("places_left_out", Math.max(0, places.size() - MAX_PLACES));
    return owner;
  }

  private static Map<String, Object> place(ThreadText.Group group) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("count", group.threads().size());
    place.put("state", group.first().state());
    place.put("virtual", group.first().isVirtual());
    place.put("names", ThreadText.names(group));
    place.put("stack", group.first().frames());
    return place;
  }
}
