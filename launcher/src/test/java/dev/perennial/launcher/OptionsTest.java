package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.config.OptionCatalog;
import dev.perennial.config.SampleFormat;
import dev.perennial.config.SampleLayout;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.SettableTicker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
  void a_timeout_of_zero_is_a_deadline_that_never_comes() {
    SettableTicker ticker = new SettableTicker();
    Deadline bounded = new ServiceOptions(60, true).gracefulDeadline(ticker);
    Deadline unbounded = new ServiceOptions(0, true).gracefulDeadline(ticker);
    ticker.advance(Duration.ofDays(10_000));
    assertTrue(bounded.passed());
    assertFalse(unbounded.passed());
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

  @Test
  void the_namespace_of_the_seed_provides_them() throws Exception {
    String sample = sample("oslo.service.service");
    assertTrue(sample.startsWith("[DEFAULT]\n"), sample);
    assertTrue(sample.contains("#graceful_shutdown_timeout = 60\n"), sample);
    assertTrue(sample.contains("#log_options = true\n"), sample);
  }

  @Test
  void what_only_this_launcher_has_is_in_a_namespace_of_its_own() throws Exception {
    String sample = sample("perennial.launcher");
    assertTrue(sample.contains("\n[launcher]\n"), sample);
    assertTrue(sample.contains("#worker_profile = small\n"), sample);
  }

  private static String sample(String namespace) throws Exception {
    return OptionCatalog.of(ServiceOptions.class.getClassLoader())
        .select(List.of(namespace))
        .sample(SampleFormat.INI, SampleLayout.COMPLETE);
  }
}
