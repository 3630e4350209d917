package dev.perennial.backdoor;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Where the memory of this process is, and what collecting it has cost.
final class MemoryReport {

  private MemoryReport() {}

  static Map<String, Object> take() throws IOException {
    Map<String, Object> memory = new LinkedHashMap<>();
    memory.put("rss_bytes", residentBytes());
    memory.put("heap", usage(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage()));
    memory.put("pools", pools());
    memory.put("buffers", buffers());
    memory.put("collectors", collectors());
    memory.put("open_descriptors", openDescriptors());
    return memory;
  }

  private static long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]) * 1024)
        .findFirst()
        .orElse(0);
  }

  private static Map<String, Object> usage(MemoryUsage usage) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("used_bytes", usage.getUsed());
    one.put("committed_bytes", usage.getCommitted());
    // -1 says that there is no bound.
    if (usage.getMax() >= 0) {
      one.put("max_bytes", usage.getMax());
    }
    return one;
  }

  private static List<Map<String, Object>> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(MemoryPoolMXBean::isValid)
        .map(pool -> {
          Map<String, Object> one = new LinkedHashMap<>(Map.of("name", pool.getName()));
          one.putAll(usage(pool.getUsage()));
          return one;
        })
        .toList();
  }

  private static List<Map<String, Object>> buffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .map(pool ->
            Map.<String, Object>of(
                "name", pool.getName(),
                "count", pool.getCount(),
                "used_bytes", pool.getMemoryUsed()))
        .toList();
  }

  private static List<Map<String, Object>> collectors() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .map(MemoryReport::collector)
        .toList();
  }

  private static Map<String, Object> collector(GarbageCollectorMXBean collector) {
    return Map.of(
        "name", collector.getName(),
        "collections", collector.getCollectionCount(),
        "time_ms", collector.getCollectionTime());
  }

  private static long openDescriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
