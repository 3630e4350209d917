package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.config.Config;
import dev.perennial.service.BaseService;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartReportTest {

  @TempDir Path temp;

  private final Logger logger = Logger.getLogger("dev.perennial.launcher");
  private final RecordedLines logged = new RecordedLines();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.FINE);
    logger.addHandler(logged);
  }

  @AfterEach
  void listenNoMore() {
    logger.setLevel(null);
    logger.removeHandler(logged);
  }

  private long optionsLogged(String wanted) {
    ServiceLauncher launcher =
        new ServiceLauncher(
            Config.forTesting(ServiceOptions.class, LauncherOptions.class)
                .set("launcher", "state_dir", temp.resolve("state").toString())
                .set("DEFAULT", "log_options", wanted)
                .build());
    launcher.launchService(new BaseService());
    launcher.whenReady(_ -> launcher.stop());
    assertEquals(0, launcher.await());
    return logged.all().stream()
        .filter(line -> line.startsWith("FINE graceful_shutdown_timeout"))
        .count();
  }

  @Test
  void a_launcher_logs_all_options_once_at_its_start() {
    assertEquals(1, optionsLogged("true"));
  }

  @Test
  void it_does_not_if_they_say_so() {
    assertEquals(0, optionsLogged("false"));
  }
}
