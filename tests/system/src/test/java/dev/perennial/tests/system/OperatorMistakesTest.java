package dev.perennial.tests.system;

import static dev.perennial.tests.system.Refusal.CONFIGURATION;
import static dev.perennial.tests.system.Refusal.COULD_NOT_START;
import static dev.perennial.tests.system.Refusal.USAGE;
import static dev.perennial.tests.system.Refusal.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an operator can get wrong before a program runs. Each mistake is one line and an exit code.
class OperatorMistakesTest {

  private static final String CHOOSE = "; set [launcher] state_dir to another one";

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void an_unknown_argument() throws Exception {
    refuse(
        programs.file().api(1).withArguments("--nonsense", "3"),
        USAGE,
        "argument 3: unknown argument '--nonsense'*");
  }

  @Test
  void an_unknown_option_in_a_file_is_told_once_and_the_program_runs() throws Exception {
    ProgramFile file = programs.file().api(2).set("launcher", "boot_timeot", "3");
    Program program = programs.startReady(file);
    program.stop();
    assertEquals(
        1,
        program.countLines(
            "unknown option 'boot_timeot' in [launcher] (did you mean boot_timeout?)"),
        program::explanation);
  }

  @Test
  void a_value_of_the_wrong_type() throws Exception {
    ProgramFile file = programs.file().api(1);
    refuse(
        file.withArguments("--launcher-boot-timeout", "soon"),
        USAGE,
        "argument 3: [launcher] boot_timeout: 'soon' is not an integer");
    refuse(
        file.withArguments().set("launcher", "boot_timeout", "soon"),
        CONFIGURATION,
        file.file() + ":*: [launcher] boot_timeout: 'soon' is not an integer");
  }

  @Test
  void a_file_that_is_missing_or_none() throws Exception {
    ProgramFile file = programs.file().api(1);
    refuse(file.withArguments("--config-file", "/none"), CONFIGURATION, "/none: no such file*");
    refuse(
        file.withArguments("--config-file", "/tmp"),
        CONFIGURATION,
        "/tmp: is a directory, not a file (use --config-dir)");
  }

  @ParameterizedTest
  @CsvSource({
    "nosuchhost.invalid:80, 'host nosuchhost.invalid does not resolve'",
    "192.0.2.7:8080, address not available on this machine"
  })
  void a_host_that_is_not_this_one(String address, String why) throws Exception {
    for (Kind launcher : Kind.values()) {
      refuse(
          file(launcher).services("api 1 rolling " + address),
          COULD_NOT_START,
          "cannot listen on "
              + address
              + ": "
              + why
              + "; use an address of this machine, 0.0.0.0 or ::");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_socket_path_that_is_too_long(Kind launcher) throws Exception {
    String path = "/tmp/" + "x".repeat(120);
    refuse(
        file(launcher).services("api 1 rolling unix:" + path),
        COULD_NOT_START,
        "cannot listen on unix:"
            + path
            + ": the path has 125 bytes, a UNIX socket allows 106; choose a shorter one");
  }

  @ParameterizedTest
  @EnumSource
  void a_state_directory_that_cannot_be_one(Kind launcher) throws Exception {
    ProgramFile file = file(launcher);
    Path plain = Files.createFile(file.path("plain"));
    Path open = Files.createDirectory(file.path("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));
    String deep = "/tmp/" + "y".repeat(100);
    refuseDirectory(file, plain, "is not a directory" + CHOOSE);
    refuseDirectory(file, open, "has mode rwxr-x--- instead of rwx------; run: chmod 700 " + open);
    refuseDirectory(file, plain.resolve("below"), "cannot be made: not a directory" + CHOOSE);
    refuseDirectory(
        file, Path.of("/proc/none/below"), "cannot be made: no such file or directory" + CHOOSE);
    refuseDirectory(
        file,
        Path.of(deep),
        "has too long a path: that of its control socket would have 118 bytes, a UNIX socket"
            + " allows 106"
            + CHOOSE);
  }

  private void refuseDirectory(ProgramFile file, Path directory, String why) throws Exception {
    refuse(
        file.set("launcher", "state_dir", directory.toString()),
        COULD_NOT_START,
        "the state directory " + directory + " " + why);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void fewer_than_one_worker(int workers) throws Exception {
    refuse(
        programs.file().api(workers),
        COULD_NOT_START,
        "api: workers must be at least 1, not " + workers);
    refuse(
        programs.file().api(workers).set("launcher", "service"),
        COULD_NOT_START,
        "api: a ServiceLauncher runs services in this process: workers must be 1, not "
            + workers
            + "; use a ProcessLauncher for more");
  }

  @Test
  void more_workers_than_can_be() throws Exception {
    refuse(
        programs.file().api(10_000),
        COULD_NOT_START,
        "10000 workers are too many, at most * are possible: *");
    refuse(
        programs.file().api(3).set("launcher", "max_workers", "2"),
        COULD_NOT_START,
        "3 workers are too many, at most 2 are possible: [launcher] max_workers says so");
  }

  private ProgramFile file(Kind launcher) throws Exception {
    return programs.file().api(1).set("launcher", launcher.name());
  }

  private void refuse(ProgramFile file, int code, String line) throws Exception {
    assertRefused(programs.start(file), code, line);
  }
}
