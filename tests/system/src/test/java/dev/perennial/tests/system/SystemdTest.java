package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What systemd hears of a program, and gives to it.
class SystemdTest {

  // As systemd does it: the sockets are descriptors 3, 4, 5, and meant for this process.
  private static final String ACTIVATED =
      """
      exec perl -MSocket -MPOSIX -e '
        BEGIN { $^F = 9 }
        $ENV{LISTEN_FDNAMES} = shift;
        my @sockets = map {
          my ($host, $port) = /^([^\\/]+):(\\d+)$/;
          socket(my $s, $host ? AF_INET : AF_UNIX, SOCK_STREAM, 0) or die $!;
          bind($s, $host ? sockaddr_in($port, inet_aton($host)) : sockaddr_un($_)) or die $!;
          listen($s, 50) or die $!;
          $s } splice(@ARGV, 0, 3);
        POSIX::dup2(fileno($sockets[$_]), 3 + $_) for 0 .. $#sockets;
        $ENV{LISTEN_FDS} = @sockets; $ENV{LISTEN_PID} = $$;
        $SIG{HUP} = "IGNORE";
        exec @ARGV' %s %s "$@"
      """;

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void the_manager_hears_of_start_signs_of_life_reload_and_end(Kind launcher) throws Exception {
    ProgramFile file = programs.file().api(1).set("launcher", launcher.name());
    try (ServiceManager manager = ServiceManager.start(file.path("notify.sock"))) {
      file.notifies(manager.socket())
          .startedBy("WATCHDOG_USEC=400000; export WATCHDOG_USEC; " + ProgramFile.SHIELD);
      Program program = programs.startReady(file);
      Waiting.until(
          "signs of life",
          Program.PATIENCE,
          () -> manager.heard().stream().filter("WATCHDOG=1"::equals).count() > 5);
      program.reload();
      file.write("[nonsense\n");
      program.ask("reload wait");
      program.signal("TERM");
      assertEquals(0, program.awaitExit(Program.PATIENCE));
      Waiting.until("the end", Program.PATIENCE, () -> manager.heard().contains("STOPPING=1"));
      List<String> states =
          manager.heard().stream()
              .filter(line -> line.matches("(READY|RELOADING|STOPPING)=1"))
              .toList();
      assertEquals(
          List.of("READY=1", "RELOADING=1", "READY=1", "RELOADING=1", "READY=1", "STOPPING=1"),
          states);
      String all = manager.heard().stream().collect(Collectors.joining("\n"));
      assertTrue(all.contains("STATUS=running; the last reload was refused"), all);
      assertTrue(all.contains("RELOADING=1\nMONOTONIC_USEC="), all);
    }
  }

  @Test
  void a_program_that_waits_for_its_broker_asks_for_time_and_obeys_a_stop() throws Exception {
    ProgramFile file =
        programs
            .file()
            .main(SweepingProgram.class)
            .startedBy("export PERENNIAL_BINARY=/opt/bin/tacker-sweeper; " + ProgramFile.SHIELD)
            .set("DEFAULT", "transport_url", "rabbit://" + freeAddress() + "/");
    try (ServiceManager manager = ServiceManager.start(file.path("notify.sock"))) {
      Program program = programs.start(file.notifies(manager.socket()));
      Waiting.until(
          "it asks for time",
          Program.PATIENCE,
          () -> manager.heard().contains("EXTEND_TIMEOUT_USEC=30000000"));
      program.awaitLine("it waits for its broker", line -> line.contains("cannot consume"));
      program.signal("TERM");
      assertEquals(0, program.awaitExit(Program.PATIENCE), program::explanation);
      Waiting.until("the end", Program.PATIENCE, () -> manager.heard().contains("STOPPING=1"));
      assertFalse(manager.heard().contains("READY=1"), manager.heard()::toString);
      assertTrue(
          manager.heard().contains("STATUS=stopping because of SIGTERM"),
          manager.heard()::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sockets_of_systemd_are_listened_on_and_outlive_the_program(Kind launcher) throws Exception {
    ProgramFile file = programs.file();
    Path api = file.path("api.sock");
    Path spare = file.path("spare.sock");
    String web = freeAddress();
    file.services("api 1 rolling unix:" + api + " " + web)
        .set("launcher", launcher.name())
        .startedBy(ACTIVATED.formatted("web:api:spare", web + " " + api + " " + spare));
    Program program = programs.startReady(file);
    for (String line :
        List.of(
            "is the socket web of systemd",
            "is the socket api of systemd",
            "no service listens on the socket spare")) {
      assertEquals(1, program.countLines(line), program::explanation);
    }
    assertAnswers(program);
    program.reload();
    assertAnswers(program);
    program.signal("TERM");
    assertEquals(0, program.awaitExit(Program.PATIENCE), program::explanation);
    assertEquals(Set.of("api.sock", "spare.sock"), Set.copyOf(program.socketFiles()));
  }

  private static void assertAnswers(Program program) throws Exception {
    List<Target> targets = program.targets();
    assertEquals(2, targets.size(), targets::toString);
    for (Target target : targets) {
      assertTrue(OneRequest.text(target, "/value").startsWith("first"), target::toString);
    }
  }

  // On an address of the loopback network that nobody else uses, so that the port stays free.
  private static String freeAddress() throws IOException {
    long pid = ProcessHandle.current().pid();
    String host = "127.%d.%d.2".formatted(64 + (pid >> 8) % 128, pid % 256);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return host + ":" + free.getLocalPort();
    }
  }

  @Test
  void a_unit_file_is_what_systemd_expects() throws Exception {
    Path directory = programs.file().directory();
    Path command = directory.resolve("bin/perennial");
    Files.createDirectories(command.getParent());
    Files.createSymbolicLink(command, Path.of("/bin/true"));
    for (String name : List.of("orchestrator-api.service", "orchestrator-api.socket")) {
      String unit = Files.readString(Path.of("../../docs/systemd", name));
      Files.writeString(
          directory.resolve(name), unit.replace("/opt/orchestrator", directory.toString()));
    }
    Process verify =
        new ProcessBuilder(
                "systemd-analyze",
                "verify",
                "--man=no",
                directory.resolve("orchestrator-api.service").toString(),
                directory.resolve("orchestrator-api.socket").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(verify.getInputStream().readAllBytes());
    assertEquals(0, verify.waitFor(), said);
    assertEquals("", said);
  }
}
