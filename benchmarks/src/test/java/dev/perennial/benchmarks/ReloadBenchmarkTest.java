package dev.perennial.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.benchmarks.HelloLoad.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReloadBenchmarkTest {

  @Test
  void nothing_counts_as_steady_once_a_worker_was_replaced() {
    List<Phase> phases =
        ReloadBenchmark.parts(2, Duration.ofSeconds(8), Duration.ofSeconds(1)).stream()
            .map(ReloadBenchmark.Part::phase)
            .toList();
    assertEquals(
        List.of(Phase.WARM_UP, Phase.STEADY, Phase.RELOAD, Phase.AFTER, Phase.RELOAD, Phase.AFTER),
        phases);
  }
}
