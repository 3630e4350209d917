package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// F48: the port is in use when the program starts. It tries again as often as it is told to, then
/// ends with one clear line; when the port becomes free meanwhile, it starts.
class F48PortInUseTest {

  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void it_tries_again_and_then_says_what_to_do(Kind launcher) throws Exception {
    try (ServerSocketChannel holder = hold()) {
      Program program = programs.start(file(holder, 2).set("launcher", launcher.name()));
      assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
      String text = "cannot listen on " + address(holder);
      List<String> warnings =
          program.output().stream().filter(line -> line.contains("WARNING " + text)).toList();
      assertEquals(2, warnings.size(), program::explanation);
      // Half a second, as exactly as a clock that is being set shows it.
      long pause = millisOfDay(warnings.get(1)) - millisOfDay(warnings.get(0));
      assertTrue(Math.floorMod(pause, DAY_MILLIS) >= 450, program::explanation);
      List<String> errors =
          program.output().stream().filter(line -> line.startsWith(text)).toList();
      assertEquals(1, errors.size(), program::explanation);
      String who = "address in use by process " + ProcessHandle.current().pid() + " (";
      assertTrue(errors.getFirst().contains(who), program::explanation);
      assertEquals(0, program.countLines("\tat "), program::explanation);
      program.assertNothingLeft();
    }
  }

  @ParameterizedTest
  @EnumSource
  void it_starts_when_the_port_becomes_free(Kind launcher) throws Exception {
    try (ServerSocketChannel holder = hold()) {
      Program program = programs.start(file(holder, 100).set("launcher", launcher.name()));
      program.awaitLine("a failed attempt", line -> line.contains("WARNING cannot listen on"));
      free(holder);
      program.awaitReady();
      assertTrue(OneRequest.text(program.tcp(), "/value").startsWith("first"));
      program.stop();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_hangup_while_it_waits_for_its_port_is_a_reload_once_it_serves(Kind launcher)
      throws Exception {
    try (ServerSocketChannel holder = hold()) {
      Program program = programs.start(file(holder, 100).set("launcher", launcher.name()));
      program.awaitLine("a failed attempt", line -> line.contains("WARNING cannot listen on"));
      program.signal("HUP");
      // It is heard between two attempts, if at all.
      Waiting.until(
          "another attempt",
          Program.PATIENCE,
          () -> program.countLines("WARNING cannot listen on") >= 3);
      free(holder);
      program.awaitEvents("api start", 2);
      program.awaitReady();
      assertEquals(2, program.status().generation());
      program.stop();
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_address_of_several_that_is_in_use_keeps_all_from_serving(Kind launcher)
      throws Exception {
    try (ServerSocketChannel holder = hold()) {
      ProgramFile file = file(holder, 0).set("launcher", launcher.name());
      file.services(
          "web 1 rolling unix:" + file.path("web.sock"),
          "api 1 rolling unix:" + file.path("api.sock") + " " + address(holder));
      Program program = programs.start(file);
      assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
      Refusal.assertOneLine(program, "cannot listen on " + address(holder) + "*");
      assertEquals(List.of(), program.events("web"), "what a service does");
      assertEquals(List.of(), program.events("api"), "what a service does");
      program.assertNothingLeft();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PROCESS, TERM, 0, stopping because of SIGTERM",
    "SERVICE, TERM, 0, stopping because of SIGTERM",
    "PROCESS, INT, 1, stopping because of SIGINT",
    "SERVICE, INT, 1, ending at once because of SIGINT"
  })
  void the_end_is_heard_between_two_attempts_and_is_no_failure_to_listen(
      Kind launcher, String signal, int code, String words) throws Exception {
    try (ServerSocketChannel holder = hold()) {
      Program program = programs.start(file(holder, 100).set("launcher", launcher.name()));
      program.awaitLine("a failed attempt", line -> line.contains("WARNING cannot listen on"));
      program.signal(signal);
      assertEquals(code, program.awaitExit(Form.atOnce(2)), program::explanation);
      assertEquals(1, program.countLines(words), program::explanation);
      assertEquals(List.of(), program.output().stream().filter(F48PortInUseTest::refuses).toList());
      assertEquals(List.of(), program.events("api"), "what a service does");
      program.assertNothingLeft();
    }
  }

  private static long millisOfDay(String line) {
    return LocalTime.parse(line.substring(0, line.indexOf(' '))).toNanoOfDay() / 1_000_000;
  }

  private static boolean refuses(String line) {
    return line.startsWith("cannot listen on");
  }

  private static ServerSocketChannel hold() throws IOException {
    return ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
  }

  private static void free(ServerSocketChannel holder) throws IOException {
    holder.close();
  }

  private static String address(ServerSocketChannel holder) throws IOException {
    return "127.0.0.1:" + ((InetSocketAddress) holder.getLocalAddress()).getPort();
  }

  private ProgramFile file(ServerSocketChannel holder, int retries) throws IOException {
    return programs
        .file()
        .services("api 1 rolling " + address(holder))
        .set("launcher", "bind_retries", Integer.toString(retries));
  }
}
