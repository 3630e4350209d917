package dev.perennial.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.launcher.Fields;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PerennialCommandTest {

  private static final String STATUS =
      "{\"master\":{\"pid\":7,\"state\":\"running\"},\"generation\":1,\"listeners\":[],"
          + "\"services\":[]}";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path temporary;
  private Path base;

  @BeforeEach
  void makeBase() throws IOException {
    // Short, because the path of a UNIX socket may not have more than 107 bytes.
    base =
        Files.createDirectory(
            temporary.resolve("p"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  @Test
  void status_prints_a_table_or_json() throws IOException {
    try (FakeProgram program = FakeProgram.in(base, Map.of("status", "ok " + STATUS))) {
      assertEquals(0, run("status"));
      assertTrue(out.toString().startsWith("master 7 running, generation 1"), out::toString);
      assertEquals(0, run("status", "--json"));
      assertTrue(out.toString().endsWith(STATUS + System.lineSeparator()), out::toString);
      assertTrue(program.requests().contains("perennial 1 status"));
    }
  }

  private static final String DUMP =
      "{\"workers\":[{\"service\":\"api\",\"slot\":0,\"pid\":7,\"rows\":[{\"process\":{\"name\":"
          + "\"api/0\",\"pid\":7,\"time\":\"now\",\"uptime_s\":3.0},\"services\":[{\"name\":\"api\","
          + "\"state\":\"running\",\"requests_total\":5,\"in_flight\":1}],\"timers\":[],\"threads\":"
          + "{\"platform\":1,\"virtual\":2,\"owners\":[{\"owner\":\"http\",\"threads\":2,\"places\":"
          + "[{\"count\":2,\"state\":\"WAITING\",\"virtual\":true,\"names\":\"#4, #5\",\"stack\":"
          + "[\"p.A.a(A.java:3)\"]}],\"places_left_out\":0}]},\"locks\":{\"waited_for\":[],"
          + "\"deadlocked\":[]},\"queues\":{},\"memory\":{}}]}]}";

  @Test
  void dump_prints_a_report_or_json() throws IOException {
    String answer = "ok " + Fields.join(DUMP);
    try (FakeProgram _ = FakeProgram.in(base, Map.of("perform-in api/0 dump", answer))) {
      assertEquals(0, run("dump", "api/0"));
      String text = out.toString();
      assertTrue(text.startsWith("api/0, process 7, now, up for 3 s"), text);
      assertTrue(text.contains("2 virtual WAITING: #4, #5"), text);
      assertTrue(text.contains("at p.A.a(A.java:3)"), text);
      assertEquals(0, run("dump", "api/0", "--json"));
      assertTrue(out.toString().contains("{\"process\":{\"name\":\"api/0\""), out::toString);
    }
  }

  @Test
  void what_one_process_refuses_is_told_in_its_words() throws IOException {
    String refusal =
        "{\"workers\":[{\"service\":\"a\",\"slot\":0,\"pid\":7,\"failed\":\"a profile is running\"}]}";
    Map<String, String> answers =
        Map.of(
            "perform-in a/0 profile begin", "failed " + Fields.join(refusal),
            "perform-in b profile begin", "failed " + Fields.join("no process b; name one of a/0"));
    String output = base.resolve("x.html").toString();
    try (FakeProgram _ = FakeProgram.in(base, answers)) {
      assertEquals(1, run("profile", "a/0", "--output", output));
      assertEquals("perennial: a profile is running", err.toString().strip());
      assertEquals(1, run("profile", "b", "--output", output));
      assertTrue(err.toString().endsWith("no process b; name one of a/0\n"));
      assertEquals(2, run("profile", "a/0", "--output", base + "/no/x.html"));
      assertEquals(2, run("profile", "a/0", "--output", output, "--seconds", "0"));
    }
  }

  @Test
  void a_profile_that_somebody_else_began_can_be_ended() throws IOException {
    Path made = Files.writeString(base.resolve("profile-7.html"), "flames");
    String row = "{\"file\":\"" + made + "\",\"note\":\"3 samples\"}";
    String answer =
        "{\"workers\":[{\"service\":\"a\",\"slot\":0,\"pid\":7,\"rows\":[" + row + "]}]}";
    Path output = base.resolve("x.html");
    try (FakeProgram _ =
        FakeProgram.in(base, Map.of("perform-in a/0 profile end", "ok " + Fields.join(answer)))) {
      assertEquals(0, run("profile", "a/0", "--stop", "--output", output.toString()));
    }
    assertEquals("flames", Files.readString(output));
  }

  @Test
  void a_console_needs_a_backdoor() throws IOException {
    String refusal =
        "{\"workers\":[{\"service\":\"a\",\"slot\":0,\"pid\":7,\"failed\":\"no backdoor\"}]}";
    String gone = base.resolve("gone").toString();
    String place =
        "{\"workers\":[{\"service\":\"a\",\"slot\":1,\"pid\":8,\"rows\":[{\"socket\":\""
            + gone
            + "\",\"commands\":[\"help\"]}]}]}";
    Map<String, String> answers =
        Map.of(
            "perform-in a/0 backdoor", "failed " + Fields.join(refusal),
            "perform-in a/1 backdoor", "ok " + Fields.join(place));
    try (FakeProgram _ = FakeProgram.in(base, answers)) {
      assertEquals(1, run("console", "a/0"));
      assertEquals("perennial: no backdoor", err.toString().strip());
      assertEquals(1, run("console", "a/1"));
      assertTrue(err.toString().contains("cannot connect to the backdoor"), err::toString);
      assertTrue(err.toString().contains(gone), err::toString);
    }
    assertEquals(3, run("console", "a/0"));
    assertEquals(2, run("console"));
  }

  @Test
  void an_answer_is_unescaped() throws IOException {
    try (FakeProgram _ = FakeProgram.in(base, Map.of("reload", "ok a\\sb\\nc\\\\s"))) {
      assertEquals(0, run("reload"));
      assertEquals("a b\nc\\s" + System.lineSeparator(), out.toString());
    }
  }

  @Test
  void a_failed_reload_prints_its_cause_and_exits_with_1() throws IOException {
    String answer = "failed reload\\sfailed:\\sno\\sport";
    try (FakeProgram program = FakeProgram.in(base, Map.of("reload wait", answer))) {
      assertEquals(1, run("reload", "--wait"));
      assertEquals("perennial: reload failed: no port" + System.lineSeparator(), err.toString());
      assertTrue(program.requests().contains("perennial 1 reload wait"));
    }
  }

  @Test
  void stop_returns_when_the_program_has_ended() throws IOException {
    try (FakeProgram _ = FakeProgram.in(base, Map.of("stop", "ok stopping"))) {
      assertEquals(0, run("stop"));
      assertEquals("stopped" + System.lineSeparator(), out.toString());
    }
  }

  @Test
  void stop_gives_up_waiting_after_its_timeout() throws IOException {
    try (FakeProgram _ = FakeProgram.thatNeverEnds(base)) {
      assertEquals(1, run("stop", "--timeout", "0"));
      assertTrue(err.toString().contains("still running after 0 s"), err::toString);
    }
  }

  @Test
  void a_program_that_ends_without_an_answer_is_a_failure() throws IOException {
    try (FakeProgram _ = FakeProgram.in(base, Map.of())) {
      assertEquals(1, run("reload", "--wait"));
      assertTrue(err.toString().contains("ended before it answered"), err::toString);
    }
  }

  @Test
  void an_answer_that_is_none_is_a_failure() throws IOException {
    try (FakeProgram _ = FakeProgram.in(base, Map.of("reload", "hello", "status", "ok {"))) {
      assertEquals(1, run("reload"));
      assertEquals(1, run("status"));
      assertEquals(2, err.toString().lines().count(), err::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "tasks", "services", "reopen-logs", "config show"})
  void an_answer_with_nothing_in_it_is_told_in_one_line(String command) throws IOException {
    Map<String, String> answers =
        Map.of(
            "status", "ok {}",
            "perform tasks list", "ok {}",
            "perform services list", "ok {}",
            "reopen-logs", "ok {}",
            "config", "ok {}");
    try (FakeProgram _ = FakeProgram.in(base, answers)) {
      assertEquals(1, run(command.split(" ")));
      assertEquals(1, err.toString().lines().count(), err::toString);
      assertTrue(err.toString().contains("cannot be read"), err::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "reload", "stop", "reopen-logs", "metrics"})
  void nothing_running_exits_with_3(String command) {
    assertEquals(3, run(command));
    assertEquals(3, run(command, "--state-dir", base.resolve("absent").toString()));
    assertTrue(
        err.toString().lines().allMatch(line -> line.startsWith("perennial: not running:")),
        err::toString);
  }

  @Test
  void an_empty_name_is_the_current_directory_and_told_so() {
    assertEquals(3, run("status", "--state-dir", ""));
    assertEquals(
        "perennial: not running: no control socket in " + Path.of("").toAbsolutePath() + "\n",
        err.toString());
  }

  @Test
  void a_usual_place_that_others_can_write_to_has_no_program_of_this_user() throws IOException {
    try (FakeProgram program = FakeProgram.in(base, Map.of("stop", "ok stopping"))) {
      Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx----w-"));
      assertEquals(3, run("stop"));
      assertEquals(List.of(), program.requests());
    }
  }

  @Test
  void a_socket_that_nobody_listens_on_is_not_running() throws IOException {
    FakeProgram.in(base, Map.of()).close();
    assertTrue(Files.exists(base.resolve("control.sock")));
    assertEquals(3, run("status"));
    assertEquals(3, run("status", "--state-dir", base.toString()));
  }

  @Test
  void the_only_program_below_the_usual_place_is_found() throws IOException {
    FakeProgram.in(base.resolve("dead"), Map.of()).close();
    Files.createDirectory(base.resolve("empty"));
    try (FakeProgram program = FakeProgram.in(base.resolve("api"), Map.of("reload", "ok begun"))) {
      assertEquals(0, run("reload"));
      assertTrue(program.requests().contains("perennial 1 reload"));
    }
  }

  @Test
  void several_programs_are_listed_and_none_is_asked() throws IOException {
    try (FakeProgram one = FakeProgram.in(base.resolve("a"), Map.of("stop", "ok stopping"));
        FakeProgram two = FakeProgram.in(base.resolve("b"), Map.of("stop", "ok stopping"))) {
      assertEquals(2, run("stop"));
      assertTrue(err.toString().contains(base.resolve("a") + ", " + base.resolve("b")));
      assertEquals(List.of(), one.requests());
      assertEquals(List.of(), two.requests());
      assertEquals(0, run("stop", "--state-dir", base.resolve("b").toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bogus", "status --bogus", "stop --timeout x", "stop --timeout -1"})
  void wrong_usage_exits_with_2_and_one_line(String line) {
    assertEquals(2, run(line.isEmpty() ? new String[0] : line.split(" ")));
    assertEquals("", out.toString());
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().startsWith("perennial: "), err::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "bogus, there is no command bogus; try perennial --help",
    "config bogus, there is no command bogus; try perennial config --help",
    "status bogus, unexpected argument bogus; try perennial status --help",
  })
  void what_is_not_understood_is_named(String line, String said) {
    assertEquals(2, run(line.split(" ")));
    assertEquals("perennial: " + said, err.toString().strip());
  }

  @Test
  void the_help_of_each_command_fits_a_line_and_a_list() {
    List<String> wrong = new ArrayList<>();
    eachBelow(
        PerennialCommand.commandLine(base),
        command -> {
          CommandLine.Model.UsageMessageSpec usage = command.getCommandSpec().usageMessage();
          Stream.of(usage.footer()).filter(line -> line.length() > 80).forEach(wrong::add);
          Stream.of(usage.description()).limit(1).filter(s -> !s.endsWith(".")).forEach(wrong::add);
        });
    assertEquals(List.of(), wrong);
  }

  private static void eachBelow(CommandLine command, Consumer<CommandLine> action) {
    action.accept(command);
    command.getSubcommands().values().forEach(below -> eachBelow(below, action));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "status --help", "reload -h", "stop --help", "version"})
  void help_and_version_need_no_program(String line) {
    assertEquals(0, run(line.split(" ")));
    assertTrue(out.toString().contains("perennial"), out::toString);
    assertEquals("", err.toString());
  }

  @Test
  void log_files_are_opened_again_by_all_processes_or_the_failure_names_the_others()
      throws IOException {
    String done = "{\"service\":\"api\",\"slot\":0,\"pid\":7,\"rows\":[]}";
    try (FakeProgram program =
        FakeProgram.in(
            base.resolve("a"), Map.of("reopen-logs", "ok {\"workers\":[%s]}".formatted(done)))) {
      assertEquals(
          0, run("reopen-logs", "--state-dir", base.resolve("a").toString()), err::toString);
      assertTrue(out.toString().contains("api/0 (7)"), out::toString);
      assertTrue(program.requests().contains("perennial 1 reopen-logs"));
    }
    String failed = "{\"service\":\"api\",\"slot\":1,\"pid\":8,\"failed\":\"disk%20full\"}";
    try (FakeProgram program =
        FakeProgram.in(
            base.resolve("b"),
            Map.of("reopen-logs", "ok {\"workers\":[%s,%s]}".formatted(done, failed)))) {
      assertEquals(1, run("reopen-logs", "--state-dir", base.resolve("b").toString()));
      assertTrue(err.toString().contains("api/1 (8): disk"), err::toString);
      assertFalse(program.requests().isEmpty());
    }
    String supervisor =
        "{\"service\":\"supervisor\",\"slot\":0,\"pid\":9,\"failed\":\"disk is read-only\"}";
    try (FakeProgram _ =
        FakeProgram.in(
            base.resolve("c"),
            Map.of(
                "reopen-logs",
                "failed " + Fields.join("{\"workers\":[%s]}".formatted(supervisor))))) {
      assertEquals(1, run("reopen-logs", "--state-dir", base.resolve("c").toString()));
      assertTrue(
          err.toString()
              .endsWith(
                  "perennial: log files stay as they are in supervisor (9): disk is read-only\n"),
          err::toString);
    }
  }

  private int run(String... args) {
    CommandLine command = PerennialCommand.commandLine(base);
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(args);
  }
}
