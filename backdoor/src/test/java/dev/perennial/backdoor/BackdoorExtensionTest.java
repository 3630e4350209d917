package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perennial.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackdoorExtensionTest {

  @TempDir private Path directory;

  @Test
  void a_training_run_opens_no_door() {
    Path socket = directory.resolve("door");
    Config config =
        Config.forTesting(BackdoorOptions.class)
            .set("DEFAULT", "backdoor_socket", socket.toString())
            .build();
    BackdoorExtension extension = new BackdoorExtension();
    extension.trainingRun(config);
    assertEquals(
        Set.of("dump", "report", BackdoorOperation.NAME, ProfileOperation.NAME),
        extension.operations().keySet());
    assertFalse(Files.exists(socket));
  }
}
