package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.config.Config;
import dev.perennial.service.ProcessContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExtensionsTest {

  private static final Config CONFIG = Config.forTesting(ServiceOptions.class).build();

  private final RecordingExtension first = new RecordingExtension();
  private final RecordingExtension second = new RecordingExtension();

  private Extensions start() throws IOException {
    return Extensions.start(
        List.of(first, second),
        CONFIG,
        new ProcessContext(ProcessContext.Role.WORKER, "api/1", List.of(), Path.of("/"), this));
  }

  @Test
  void every_extension_is_started_told_and_stopped() throws IOException {
    try (Extensions extensions = start()) {
      extensions.reopenLogs();
    }
    assertEquals(List.of("start api/1", "reopen", "stop"), first.told);
    assertEquals(first.told, second.told);
  }

  @Test
  void a_training_run_starts_none_of_them() throws Exception {
    Extensions.train(List.of(first, second), CONFIG);
    assertEquals(List.of("train"), first.told);
    assertEquals(first.told, second.told);
  }

  @Test
  void one_that_cannot_start_keeps_the_process_from_starting_and_the_others_are_stopped() {
    second.failure = Optional.of(new IOException("port 1 is taken"));
    IOException refused = assertThrows(IOException.class, this::start);
    assertEquals("RecordingExtension cannot start: port 1 is taken", refused.getMessage());
    assertEquals(List.of("start api/1", "stop"), first.told);
    assertEquals(List.of("start api/1"), second.told);
  }

  @Test
  void all_open_their_files_again_although_one_cannot() throws IOException {
    try (Extensions extensions = start()) {
      first.failure = Optional.of(new IllegalStateException("closed"));
      IOException failure = assertThrows(IOException.class, extensions::reopenLogs);
      assertEquals("java.lang.IllegalStateException: closed", failure.getMessage());
      assertEquals("reopen", second.told.getLast());
    }
  }

  @Test
  void an_error_in_one_is_a_failure_like_any_other() throws IOException {
    try (Extensions extensions = start()) {
      second.failure = Optional.of(new NoClassDefFoundError("app/Files"));
      IOException failure = assertThrows(IOException.class, extensions::reopenLogs);
      assertEquals("java.lang.NoClassDefFoundError: app/Files", failure.getMessage());
    }
    assertEquals("stop", first.told.getLast());
    assertThrows(IOException.class, this::start);
  }

  @Test
  void operators_may_ask_for_what_extensions_offer_and_for_open_files() throws IOException {
    try (Extensions extensions = start()) {
      assertEquals(
          new Performance(Performance.Kind.DONE, "[{\"told\":1}]"),
          Performance.of(CONFIG, extensions, List.of("told")));
      assertEquals(
          Performance.Kind.DONE, Performance.of(CONFIG, extensions, List.of("reopen-logs")).kind());
      assertEquals("reopen", first.told.getLast());
    }
  }
}
