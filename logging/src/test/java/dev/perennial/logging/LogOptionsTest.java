package dev.perennial.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.config.ConfigCheck;
import dev.perennial.config.OptionCatalog;
import dev.perennial.config.OptionProvider;
import dev.perennial.config.OptionSelection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogOptionsTest {

  @Test
  void defaults_are_those_of_oslo_log() {
    LogOptions options = Events.options();
    assertEquals(
        List.of(false, false, false, false, false),
        List.of(
            options.debug(),
            options.useStderr(),
            options.useJournal(),
            options.useSyslog(),
            options.useJson()));
    assertEquals(Optional.empty(), options.logFile());
    assertEquals("%Y-%m-%d %H:%M:%S", options.logDateFormat());
    assertEquals(Facility.LOG_USER, options.syslogLogFacility());
    assertEquals(
        "%(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s [-] %(instance)s%(message)s",
        options.loggingDefaultFormatString());
    assertEquals(
        "%(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s [%(global_request_id)s"
            + " %(request_id)s %(user_identity)s] %(instance)s%(message)s",
        options.loggingContextFormatString());
    assertEquals("%(funcName)s %(pathname)s:%(lineno)d", options.loggingDebugFormatSuffix());
    assertEquals(
        "%(asctime)s.%(msecs)03d %(process)d ERROR %(name)s %(instance)s",
        options.loggingExceptionPrefix());
    assertEquals(
        "%(user)s %(project)s %(domain)s %(system_scope)s %(user_domain)s %(project_domain)s",
        options.loggingUserIdentityFormat());
    assertEquals("[instance: %(uuid)s] ", options.instanceFormat());
    assertEquals("[instance: %(uuid)s] ", options.instanceUuidFormat());
    assertEquals(
        List.of(0, 0, LogLevel.CRITICAL),
        List.of(
            options.rateLimitInterval(), options.rateLimitBurst(), options.rateLimitExceptLevel()));
  }

  @Test
  void what_does_nothing_here_is_taken_with_a_reason(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("service.conf");
    Files.writeString(file, "[DEFAULT]\nwatch_log_file = true\nlog_rotation_type = Size\n");
    OptionSelection options =
        OptionCatalog.of(getClass().getClassLoader()).select(List.of("oslo.log"));
    ConfigCheck check = options.check(List.of("--config-file=" + file), List.of());
    assertEquals(List.of(), check.errors());
    assertEquals(
        List.of(
            file
                + ":2:18: [DEFAULT] watch_log_file will be removed (It has no effect: a renamed log"
                + " file is always noticed.)",
            file
                + ":3:21: [DEFAULT] log_rotation_type will be removed (It has no effect: logrotate"
                + " rotates log files.)"),
        check.warnings());
  }

  @Test
  void levels_of_loggers_are_pairs_with_the_names_of_python() {
    assertEquals(
        Map.of("a.b", LogLevel.WARN, "c", LogLevel.DEBUG),
        Events.options("default_log_levels", "a.b=WARN, c=debug").defaultLogLevels());
  }

  @Test
  void the_options_are_found_under_the_namespace_of_oslo_log() {
    List<List<Class<? extends Record>>> found =
        ServiceLoader.load(OptionProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.namespace().equals("oslo.log"))
            .map(OptionProvider::groups)
            .toList();
    assertEquals(List.of(List.of(LogOptions.class)), found);
  }
}
