package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.config.Config;
import dev.perennial.service.BaseService;
import dev.perennial.service.ProcessContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkerOperationsTest {

  private static final Performance DONE = new Performance(Performance.Kind.DONE, "[]");
  private static final Performance ABSENT = new Performance(Performance.Kind.ABSENT, "");

  @TempDir Path directory;

  private final Config config = Config.forTesting(ServiceOptions.class).build();
  private final RecordingExtension extension = new RecordingExtension();
  private ControlConnection connection;
  private WorkerOperations operations;

  @BeforeEach
  void connect() throws IOException {
    connection = ControlConnection.in(directory);
    operations =
        new WorkerOperations(config, new BaseService(), new SupervisorLink(connection.worker()));
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  private void startExtensions() throws IOException {
    operations.offer(
        Extensions.start(
            List.of(extension),
            config,
            new ProcessContext(
                ProcessContext.Role.WORKER, "api/0", List.of(), Path.of("/"), this)));
  }

  private void perform(long number, String operation) {
    operations.perform(new WorkerOrder.Perform(number, List.of(operation)));
  }

  @Test
  void log_files_are_opened_again_once_the_extensions_have_started_and_nothing_else_waits()
      throws Exception {
    perform(1, "reopen-logs");
    perform(2, "told");
    assertEquals(new WorkerMessage.Performed(2, ABSENT), connection.said());
    startExtensions();
    assertEquals(new WorkerMessage.Performed(1, DONE), connection.said());
    assertEquals(List.of("start api/0", "reopen"), extension.told);
  }

  @Test
  void what_nobody_waits_for_is_done_as_well() throws Exception {
    operations.reopenLogs();
    startExtensions();
    assertEquals(new WorkerMessage.Performed(WorkerOrder.NOBODY_ASKED, DONE), connection.said());
    assertEquals(List.of("start api/0", "reopen"), extension.told);
  }

  @Test
  void a_worker_whose_virtual_threads_all_compute_opens_its_log_files_again() throws Exception {
    startExtensions();
    try (BusyVirtualThreads _ = new BusyVirtualThreads()) {
      operations.reopenLogs();
      assertEquals(new WorkerMessage.Performed(WorkerOrder.NOBODY_ASKED, DONE), connection.said());
    }
    assertEquals(List.of("start api/0", "reopen"), extension.told);
  }
}
