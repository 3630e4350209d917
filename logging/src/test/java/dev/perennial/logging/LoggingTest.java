package dev.perennial.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Secret;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.RequestContext;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.ConsoleHandler;
import java.util.logging.LogManager;
import java.util.logging.MemoryHandler;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Of the one logging of a process: the tests run one after another, and leave the JDK's own
/// behind.
@Timeout(60)
class LoggingTest {

  /// @param password is secret
  @Group("database")
  record Database(@Opt(def = "") Secret password) {}

  @TempDir private Path directory;

  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("foo.log");
  }

  @AfterEach
  void backToTheDefaults() throws IOException {
    LogManager.getLogManager().readConfiguration();
  }

  private static System.Logger logger(String name) {
    return System.getLogger(name);
  }

  private Config config(String... namesAndValues) {
    var builder =
        Config.forTesting(LogOptions.class, Database.class)
            .set("DEFAULT", "log_file", file.toString())
            .set("database", "password", "hunter2");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.set("DEFAULT", namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  private List<String> lines() throws IOException {
    Logging.flush();
    return Files.readAllLines(file);
  }

  @Test
  void all_loggers_of_the_jdk_write_to_the_file() throws IOException {
    Logging.setup(config(), "foo");
    logger("a.system").log(Level.INFO, "one of {0}", 2);
    java.util.logging.Logger.getLogger("a.jul").warning("two");
    List<String> lines = lines();
    assertTrue(lines.get(0).endsWith(" INFO a.system [-] one of 2"), lines::toString);
    assertTrue(lines.get(1).endsWith(" WARNING a.jul [-] two"), lines::toString);
    assertEquals(2, lines.size());
  }

  @Test
  void a_logger_at_critical_writes_what_is_above_severe_and_nothing_else() throws IOException {
    Logging.setup(config("default_log_levels", "quiet=CRITICAL"), "foo");
    java.util.logging.Logger quiet = java.util.logging.Logger.getLogger("quiet");
    quiet.severe("an error");
    quiet.log(java.util.logging.Level.parse("1100"), "the end");
    List<String> lines = lines();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.getFirst().endsWith(" CRITICAL quiet [-] the end"), lines::toString);
  }

  @Test
  void a_setup_may_be_repeated_and_writes_every_record_once() throws IOException {
    for (int i = 0; i < 3; i++) {
      Logging.setup(config(), "foo");
    }
    logger("a").log(Level.INFO, "once");
    assertEquals(1, lines().size());
  }

  @Test
  void no_record_is_lost_while_setups_are_repeated() throws Exception {
    Logging.setup(config(), "foo");
    AtomicBoolean repeating = new AtomicBoolean(true);
    AtomicInteger logged = new AtomicInteger();
    CountDownLatch logging = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              while (repeating.get()) {
                logger("a").log(Level.INFO, "line " + logged.getAndIncrement() + ".");
                logging.countDown();
                if (logged.get() % 500 == 0) {
                  // More than there is room for must not be waiting.
                  Logging.flush();
                }
              }
            });
    logging.await();
    for (int i = 0; i < 100; i++) {
      Logging.setup(config("use_json", String.valueOf(i % 2 == 0)), "foo");
    }
    repeating.set(false);
    thread.join();
    Pattern number = Pattern.compile("line (\\d+)\\.");
    BitSet found = new BitSet();
    for (String line : lines()) {
      number.matcher(line).results().forEach(hit -> found.set(Integer.parseInt(hit.group(1))));
    }
    assertEquals(logged.get(), found.cardinality());
  }

  @Test
  void a_repeated_setup_leaves_the_handlers_of_others_alone() {
    Logging.setup(config(), "foo");
    MemoryHandler own = new MemoryHandler(new ConsoleHandler(), 1, java.util.logging.Level.OFF);
    java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
    root.addHandler(own);
    Logging.setup(config("use_json", "true"), "foo");
    assertEquals(own, root.getHandlers()[1]);
  }

  @Test
  void levels_follow_debug_and_default_log_levels_and_no_earlier_ones() throws IOException {
    Logging.setup(config("debug", "true", "default_log_levels", "noisy=ERROR,noisy.but=INFO"), "");
    logger("quiet").log(Level.DEBUG, "1");
    logger("noisy.x").log(Level.WARNING, "hidden");
    logger("noisy.but").log(Level.INFO, "2");
    Logging.setup(config("default_log_levels", "trace.me=TRACE"), "");
    logger("quiet").log(Level.DEBUG, "hidden");
    logger("noisy.x").log(Level.WARNING, "3");
    logger("trace.me").log(Level.TRACE, "4");
    String text = String.join("\n", lines());
    for (String number : List.of("1", "2", "3", "4")) {
      assertTrue(text.contains("[-] " + number), text);
    }
    assertFalse(text.contains("hidden"), text);
  }

  @Test
  void a_level_that_changes_is_followed_without_a_setup() throws Exception {
    Config config = config();
    LoggingExtension extension = started(config);
    logger("a").log(Level.DEBUG, "hidden");
    config.commit(config.prepareOverride("DEFAULT", "debug", "true"));
    logger("a").log(Level.DEBUG, "seen");
    extension.stop();
    assertEquals(1, lines().size());
    assertTrue(lines().getFirst().contains("[-] seen"), lines()::toString);
  }

  @Test
  void a_training_run_leaves_the_files_of_the_users_alone() {
    new LoggingExtension().trainingRun(config());
    assertFalse(Files.exists(file), "there is a log file");
  }

  @Test
  void a_training_run_logs_to_its_own_output() {
    new LoggingExtension().trainingRun(Config.forTesting(LogOptions.class).build());
    assertEquals(
        List.of(OutletHandler.class),
        Stream.of(java.util.logging.Logger.getLogger("").getHandlers())
            .map(Object::getClass)
            .toList());
  }

  @Test
  void a_program_that_did_not_register_the_options_is_left_alone() throws IOException {
    java.util.logging.Handler[] before = java.util.logging.Logger.getLogger("").getHandlers();
    new LoggingExtension()
        .start(
            Config.forTesting(Database.class).build(),
            new ProcessContext(
                ProcessContext.Role.SINGLE, "main", List.of(), directory, new Object()));
    assertEquals(List.of(before), List.of(java.util.logging.Logger.getLogger("").getHandlers()));
  }

  @Test
  void records_of_a_request_carry_its_id() throws IOException {
    Logging.setup(config(), "foo");
    ScopedValue.where(RequestContext.CURRENT, RequestContext.of("req-7"))
        .run(() -> logger("a").log(Level.INFO, "served"));
    assertTrue(lines().getFirst().contains("[ req-7 - - - - - -] served"), lines()::toString);
  }

  @Test
  void secrets_never_reach_the_file() throws IOException {
    Logging.setup(config(), "foo");
    logger("a").log(Level.ERROR, "login {0}", new IllegalStateException("hunter2"));
    logger("a").log(Level.ERROR, "stack", new IllegalStateException("hunter2"));
    String text = String.join("\n", lines());
    assertFalse(text.contains("hunter2"), text);
    assertTrue(text.contains("IllegalStateException: ****"), text);
  }

  @Test
  void a_file_that_cannot_be_opened_changes_nothing_and_is_named() throws IOException {
    Logging.setup(config(), "foo");
    Path missing = directory.resolve("none/foo.log");
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> Logging.setup(config("log_file", missing.toString()), "foo"));
    String why = "[DEFAULT] cannot open log file " + missing + ": its directory does not exist";
    assertTrue(refused.getMessage().contains(why + " (log_file from "), refused::getMessage);
    assertEquals(ConfigException.CONFIGURATION_STATUS, refused.exitStatus());
    logger("a").log(Level.INFO, "still here");
    assertEquals(1, lines().size());
  }

  @Test
  void a_directory_alone_gives_a_file_of_the_programs_name_and_both_are_joined() {
    LogOptions both = Events.options("log_dir", "/var/log", "log_file", "x.log");
    assertEquals(Path.of("/var/log/x.log"), both.file("foo").orElseThrow());
    assertEquals(
        Path.of("/var/log/foo.log"),
        Events.options("log_dir", "/var/log").file("foo").orElseThrow());
    assertTrue(Events.options().file("foo").isEmpty());
  }

  @Test
  void json_and_rotation_work_together() throws IOException {
    Logging.setup(config("use_json", "true"), "foo");
    logger("a").log(Level.INFO, "one");
    Logging.flush();
    Path rotated = directory.resolve("foo.log.1");
    Files.move(file, rotated);
    Logging.reopen();
    logger("a").log(Level.INFO, "two");
    assertTrue(lines().getFirst().startsWith("{\"message\": \"two\""), lines()::toString);
    assertEquals(1, Files.readAllLines(rotated).size());
  }

  @Test
  void a_configuration_of_the_jdk_decides_everything() throws IOException {
    Path own = directory.resolve("jdk.properties");
    Files.writeString(
        own,
        """
        handlers = java.util.logging.FileHandler
        java.util.logging.FileHandler.pattern = %s
        java.util.logging.FileHandler.formatter = java.util.logging.SimpleFormatter
        java.util.logging.SimpleFormatter.format = <%%5$s>%%n
        """
            .formatted(directory.resolve("jdk.log")));
    Logging.setup(config("log_config_append", own.toString()), "foo");
    logger("a").log(Level.INFO, "by the JDK");
    logger("a").log(Level.INFO, "login with hunter2");
    assertEquals(
        "<by the JDK>\n<login with ****>\n", Files.readString(directory.resolve("jdk.log")));
    assertFalse(Files.exists(file));
    assertEquals(0, Logging.lost());
  }

  /// Configurations of the JDK that cannot be used, with what is said of them.
  private Map<Path, String> unusable() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.properties"), "a = \\uXYZ");
    Path missing = directory.resolve("none.properties");
    return Map.of(
        missing, "log_config_append: no such file: " + missing,
        directory, "log_config_append: cannot read " + directory + ": is a directory",
        broken, "log_config_append: cannot read " + broken + ": Malformed \\uxxxx encoding.");
  }

  @Test
  void a_configuration_of_the_jdk_that_cannot_be_used_changes_nothing() throws IOException {
    Logging.setup(config(), "foo");
    unusable()
        .forEach((path, words) -> {
          Config config = config("log_config_append", path.toString());
          ConfigException refused =
              assertThrows(ConfigException.class, () -> Logging.setup(config, "foo"));
          String why = "[DEFAULT] " + words + " (log_config_append from ";
          assertTrue(refused.getMessage().contains(why), refused::getMessage);
        });
    logger("a").log(Level.INFO, "still here");
    assertEquals(1, lines().size());
  }

  @Test
  void a_change_to_a_configuration_of_the_jdk_that_cannot_be_used_is_refused() throws IOException {
    Config config = config();
    LoggingExtension extension = started(config);
    unusable()
        .forEach((path, words) -> {
          ConfigException refused =
              assertThrows(
                  ConfigException.class,
                  () -> config.prepareOverride("DEFAULT", "log_config_append", path.toString()));
          assertTrue(refused.getMessage().contains(words), refused.getMessage());
        });
    extension.stop();
  }

  @Test
  void a_form_that_is_wrong_is_refused_with_the_name_of_its_option() {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> Events.options("logging_default_format_string", "%(message)"));
    assertTrue(
        refused.getMessage().contains("logging_default_format_string: no field at character 1"),
        refused.getMessage());
    assertThrows(ConfigException.class, () -> Events.options("log_date_format", "%Q"));
    assertThrows(ConfigException.class, () -> Events.options("default_log_levels", "a=LOUD"));
  }

  private LoggingExtension started(Config config) {
    LoggingExtension extension = new LoggingExtension();
    extension.start(
        config,
        new ProcessContext(
            ProcessContext.Role.WORKER, "api/3", List.of(), directory, new Object()));
    return extension;
  }
}
