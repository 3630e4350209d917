package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.service.BaseService;
import dev.perennial.service.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PerformanceTest {

  private static Performance perform(Operation operation, String... words) {
    BaseService service =
        new BaseService() {
          @Override
          public Map<String, Operation> operations() {
            return Map.of("echo", operation);
          }
        };
    return Performance.of(service, List.of(words));
  }

  @Test
  void rows_become_json() {
    assertEquals(
        new Performance(Performance.Kind.DONE, "[{\"said\":\"[a, b]\"}]"),
        perform(words -> Optional.of(List.of(Map.of("said", words.toString()))), "echo", "a", "b"));
  }

  @Test
  void what_is_not_offered_is_absent() {
    assertEquals(Performance.Kind.ABSENT, perform(_ -> Optional.empty(), "echo").kind());
    assertEquals(Performance.Kind.ABSENT, perform(_ -> Optional.empty(), "other").kind());
  }

  @Test
  void a_refusal_is_told_in_its_own_words_and_a_failure_with_its_kind() {
    assertEquals(
        new Performance(Performance.Kind.FAILED, "say it louder"),
        perform(
            _ -> {
              throw new IllegalArgumentException("say it louder");
            },
            "echo"));
    assertEquals(
        new Performance(Performance.Kind.FAILED, "java.lang.IllegalStateException: hoarse"),
        perform(
            _ -> {
              throw new IllegalStateException("hoarse");
            },
            "echo"));
    assertEquals(
        new Performance(Performance.Kind.FAILED, "java.lang.NoClassDefFoundError: app/Voice"),
        perform(
            _ -> {
              throw new NoClassDefFoundError("app/Voice");
            },
            "echo"));
  }
}
