package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Secret;
import dev.perennial.service.BaseService;
import dev.perennial.service.Operation;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PerformanceTest {

  /// @param password is secret
  @Group("database")
  record Database(@Opt(def = "") Secret password) {}

  private static final String PASSWORD = "hunter \"2\"";
  private static final Config CONFIG =
      Config.forTesting(Database.class).set("database", "password", PASSWORD).build();

  private static Performance perform(Operation operation, String... words) {
    BaseService service =
        new BaseService() {
          @Override
          public Map<String, Operation> operations() {
            return Map.of("echo", operation);
          }
        };
    return Performance.of(CONFIG, service, List.of(words));
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
        new Performance(Performance.Kind.FAILED, "cannot open log file x: permission denied"),
        perform(
            _ -> {
              throw new IOException("cannot open log file x: permission denied");
            },
            "echo"));
    assertEquals(
        new Performance(Performance.Kind.FAILED, "java.nio.file.NoSuchFileException: /x"),
        perform(
            _ -> {
              throw new NoSuchFileException("/x");
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

  @Test
  void secrets_are_masked_in_rows_and_failures() {
    assertEquals(
        new Performance(Performance.Kind.DONE, "[{\"last_failure\":\"no **** here\"}]"),
        perform(
            _ -> Optional.of(List.of(Map.of("last_failure", "no " + PASSWORD + " here"))), "echo"));
    assertEquals(
        new Performance(Performance.Kind.FAILED, "java.lang.IllegalStateException: no ****"),
        perform(
            _ -> {
              throw new IllegalStateException("no " + PASSWORD);
            },
            "echo"));
  }
}
