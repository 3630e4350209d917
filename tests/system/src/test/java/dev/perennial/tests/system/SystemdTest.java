package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What systemd hears of a program, and gives to it.
class SystemdTest {

  // As systemd does it: the socket is descriptor 3, and meant for this process.
  private static final String ACTIVATED =
      """
      exec perl -MSocket -MPOSIX -e '
        BEGIN { $^F = 9 }
        my $path = shift;
        socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die $!;
        bind($s, sockaddr_un($path)) or die $!;
        listen($s, 50) or die $!;
        POSIX::dup2(fileno($s), 3);
        $ENV{LISTEN_FDS} = 1; $ENV{LISTEN_FDNAMES} = "api"; $ENV{LISTEN_PID} = $$;
        $SIG{HUP} = "IGNORE";
        exec @ARGV' %s "$@"
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

  @ParameterizedTest
  @EnumSource
  void a_socket_of_systemd_is_listened_on_and_outlives_the_program(Kind launcher) throws Exception {
    ProgramFile file = programs.file();
    Path socket = file.path("activated.sock");
    file.services("api 1 rolling unix:" + socket)
        .set("launcher", launcher.name())
        .startedBy(ACTIVATED.formatted(socket));
    Program program = programs.startReady(file);
    Target target = program.targets().getFirst();
    assertTrue(OneRequest.text(target, "/value").startsWith("first"));
    assertEquals(1, program.countLines("is the socket api of systemd"), program::explanation);
    program.reload();
    assertTrue(OneRequest.text(target, "/value").startsWith("first"));
    program.signal("TERM");
    assertEquals(0, program.awaitExit(Program.PATIENCE), program::explanation);
    assertEquals(List.of("activated.sock"), program.socketFiles());
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
