package dev.perennial.benchmarks.peers;

import java.util.List;
import java.util.stream.IntStream;

/// One of the hundred records that come to about 10 KB of JSON.
///
/// @param id of the record
/// @param name of the record
/// @param state of the record
/// @param size of the record
record Instance(String id, String name, String state, int size) {

  static List<Instance> hundred() {
    return IntStream.range(0, 100)
        .mapToObj(i ->
            new Instance(
                "00000000-0000-4000-8000-%012d".formatted(i), "instance-" + i, "ACTIVE", 1000 + i))
        .toList();
  }
}
