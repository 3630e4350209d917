package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  @ParameterizedTest
  @CsvSource({"ab,ab,0", "ab,ba,1", "abc,ac,1", "abc,axc,1", "'',abc,3", "kitten,sitting,3"})
  void distance_counts_edits(String a, String b, int edits) {
    assertEquals(edits, Suggestion.distance(a, b));
    assertEquals(edits, Suggestion.distance(b, a));
  }

  @Test
  void only_near_words_are_suggested() {
    List<String> names = List.of("debug", "bind_port", "log_file");
    assertEquals(Optional.of("bind_port"), Suggestion.nearest("Bind-Prot", names));
    assertEquals(Optional.empty(), Suggestion.nearest("workers", names));
    assertEquals(Optional.empty(), Suggestion.nearest("x".repeat(100_000), names));
  }
}
