package dev.perennial.benchmarks;

import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// What every server under test answers.
final class HelloText {

  static final String BODY = "hello, world\n";

  /// One of the hundred records that come to about 10 KB of JSON.
  ///
  /// @param id of the record
  /// @param name of the record
  /// @param state of the record
  /// @param size of the record
  record Instance(String id, String name, String state, int size) {}

  private HelloText() {}

  static List<Instance> hundred() {
    return IntStream.range(0, 100)
        .mapToObj(i ->
            new Instance(
                "00000000-0000-4000-8000-%012d".formatted(i), "instance-" + i, "ACTIVE", 1000 + i))
        .toList();
  }

  static String json() {
    return JsonMapper.shared().writeValueAsString(hundred());
  }
}
