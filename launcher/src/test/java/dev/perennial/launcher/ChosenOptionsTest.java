package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChosenOptionsTest {

  private static List<String> small(String... chosen) {
    return WorkerProfile.SMALL.optionsBeside(new ChosenOptions(List.of(chosen)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xmx63m",
        "-Xmx65535k",
        "-Xmx33554432",
        "-Xms8m",
        "-Xmn8m",
        "-XX:MaxHeapSize=1g",
        "-XX:InitialHeapSize=1g",
        "-XX:MinHeapSize=1m",
        "-XX:MaxRAM=1g",
        "-XX:MaxRAMPercentage=60",
        "-XX:InitialRAMPercentage=1",
        "-XX:NewSize=1m",
        "-XX:MaxNewSize=1m"
      })
  void a_small_worker_begins_with_the_heap_that_somebody_has_chosen(String chosen) {
    assertFalse(small("-Dmine=1", chosen).contains("-Xms64m"));
    assertTrue(small("-Dmine=1", chosen).contains("-XX:+UseSerialGC"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-Xmx64m", "-Xmx65536k", "-Xmx1G", "-Xmx67108864", "-XX:MaxHeapFreeRatio=20"})
  void a_small_worker_begins_small_where_it_may_become_large(String chosen) {
    assertTrue(small("-Dmine=1", chosen).contains("-Xms64m"));
  }

  @Test
  void a_collector_of_the_operator_is_the_only_one() {
    assertFalse(small("-XX:+UseZGC").contains("-XX:+UseSerialGC"));
    assertTrue(small("-XX:+UseStringDeduplication").contains("-XX:+UseSerialGC"));
  }

  @Test
  void what_the_environment_says_counts_too() {
    List<String> inherited =
        JavaOptionVariables.options(
            Map.of("JAVA_TOOL_OPTIONS", "-Xmx\"32m\"", "JDK_JAVA_OPTIONS", "-Da='b c'"));
    assertEquals(List.of("-Xmx32m", "-Da=b c"), inherited);
    assertTrue(new ChosenOptions(inherited).hasHeap());
  }

  @Test
  void a_worker_for_throughput_has_what_the_jvm_chooses() {
    assertEquals(List.of(), WorkerProfile.THROUGHPUT.optionsBeside(new ChosenOptions(List.of())));
  }
}
