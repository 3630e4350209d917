package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {

  @TempDir Path temp;

  @Test
  void the_options_of_the_seed_have_their_names_and_defaults() {
    ServiceOptions defaults =
        Config.forTesting(ServiceOptions.class).build().get(ServiceOptions.class);
    assertEquals(60, defaults.gracefulShutdownTimeout());
    assertTrue(defaults.logOptions());
    ServiceOptions set =
        Config.forTesting(ServiceOptions.class)
            .set("DEFAULT", "graceful_shutdown_timeout", "0")
            .set("DEFAULT", "log_options", "false")
            .build()
            .get(ServiceOptions.class);
    assertEquals(0, set.gracefulShutdownTimeout());
    assertFalse(set.logOptions());
  }

  @Test
  void a_negative_timeout_is_refused() {
    assertThrows(
        ConfigException.class,
        () ->
            Config.forTesting(ServiceOptions.class)
                .set("DEFAULT", "graceful_shutdown_timeout", "-1")
                .build());
  }

  @Test
  void a_state_directory_that_is_named_is_made() throws Exception {
    Path wanted = temp.resolve("state");
    Options options =
        Options.of(
            Config.forTesting(LauncherOptions.class)
                .set("launcher", "state_dir", wanted.toString())
                .set("launcher", "boot_timeout", "5")
                .build());
    assertTrue(Files.isDirectory(wanted));
    assertEquals(wanted, options.stateDirectory());
    assertEquals(Duration.ofSeconds(5), options.bootTimeout());
  }
}
