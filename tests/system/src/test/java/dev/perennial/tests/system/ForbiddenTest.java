package dev.perennial.tests.system;

import static dev.perennial.tests.system.Refusal.CONFIGURATION;
import static dev.perennial.tests.system.Refusal.COULD_NOT_START;
import static dev.perennial.tests.system.Refusal.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the user of a program may not do. Root may do all of it, so as root the programs run as
/// nobody.
class ForbiddenTest {

  private static final String AS_NOBODY =
      "trap '' HUP; exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"";

  // A network of its own, in which no port below 1024 is free for all, whatever this machine says.
  private static final String AS_NOBODY_IN_OWN_NETWORK =
      """
      trap '' HUP
      exec unshare --net sh -c '
        ip link set lo up
        echo 1024 >/proc/sys/net/ipv4/ip_unprivileged_port_start
        exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"' sh "$@"
      """;

  // Classes where every user can read them, wherever the checkout and the libraries are.
  @TempDir private static Path classes;
  private static String classPath = "";

  @RegisterExtension private final Programs programs = new Programs();

  @BeforeAll
  static void copyClasses() throws IOException {
    Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> copies = new ArrayList<>();
    for (String place : JarredClassPath.text().split(":")) {
      Path from = Path.of(place);
      if (Files.exists(from)) {
        Path to = classes.resolve(copies.size() + "-" + from.getFileName());
        copy(from, to);
        copies.add(to.toString());
      }
    }
    classPath = String.join(":", copies);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(file -> {
        try {
          Path copy = from.equals(file) ? to : to.resolve(from.relativize(file).toString());
          Files.copy(file, copy);
          // Whatever the umask is.
          assertTrue(copy.toFile().setReadable(true, false));
          assertTrue(copy.toFile().setExecutable(true, false));
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      });
    }
  }

  @Test
  void a_configuration_that_this_user_cannot_read() throws Exception {
    ProgramFile file = file(Kind.PROCESS);
    Path secret = Files.createFile(file.path("secret.conf"));
    forbid(secret);
    assertRefused(
        programs.start(file.withArguments("--config-file", secret.toString())),
        CONFIGURATION,
        secret + ": permission denied (this user has to be able to read it)");
  }

  @ParameterizedTest
  @EnumSource
  void a_state_directory_of_somebody_else(Kind launcher) throws Exception {
    assertRefused(
        programs.start(file(launcher).set("launcher", "state_dir", "/")),
        COULD_NOT_START,
        "the state directory / belongs to root, this process to "
            + (isRoot() ? "nobody" : "*")
            + "; set [launcher] state_dir to another one");
  }

  @ParameterizedTest
  @EnumSource
  void a_state_directory_that_this_user_cannot_make(Kind launcher) throws Exception {
    assertRefused(
        programs.start(file(launcher).set("launcher", "state_dir", "/etc/perennial-test/state")),
        COULD_NOT_START,
        "the state directory /etc/perennial-test/state cannot be made: permission denied; set"
            + " [launcher] state_dir to another one");
  }

  @ParameterizedTest
  @EnumSource
  void a_socket_in_a_directory_that_this_user_cannot_write_to(Kind launcher) throws Exception {
    assertRefused(
        programs.start(file(launcher).services("api 1 rolling unix:/etc/api.sock")),
        COULD_NOT_START,
        "cannot listen on unix:/etc/api.sock: permission denied; this user must be able to write"
            + " to the directory");
  }

  @ParameterizedTest
  @EnumSource
  void a_privileged_port(Kind launcher) throws Exception {
    ProgramFile file = file(launcher).services("api 1 rolling 127.0.0.1:7");
    if (isRoot()) {
      file.startedBy(AS_NOBODY_IN_OWN_NETWORK);
    }
    assertRefused(
        programs.start(file),
        COULD_NOT_START,
        "cannot listen on 127.0.0.1:7: permission denied; ports below 1024 need"
            + " CAP_NET_BIND_SERVICE, choose a higher one");
  }

  @ParameterizedTest
  @EnumSource
  void a_key_of_tls_that_this_user_cannot_read(Kind launcher) throws Exception {
    ProgramFile file = file(launcher);
    Certificates certificates = Certificates.in(file.path("tls"), Certificates.Name.SERVER);
    forbid(certificates.key());
    assertRefused(
        programs.start(file.securedApi(1, certificates)),
        CONFIGURATION,
        "*[ssl] key_file: " + certificates.key() + ": permission to read it is denied*");
  }

  @Test
  void a_key_of_tls_that_this_user_cannot_read_at_a_reload() throws Exception {
    ProgramFile file = file(Kind.PROCESS);
    Certificates certificates = Certificates.in(file.path("tls"), Certificates.Name.SERVER);
    Program program = programs.startReady(file.securedApi(1, certificates));
    Set<Long> workers = program.workers();
    forbid(certificates.key());
    Control.Answer answer = program.ask("reload wait");
    assertFalse(answer.ok());
    assertTrue(
        answer.text().contains(certificates.key() + ": permission to read it is denied"),
        answer::text);
    assertEquals(workers, program.workers());
    assertTrue(OneRequest.text(program.tcp(), "/value").startsWith("first"));
    program.stop();
  }

  @Test
  void a_key_of_tls_is_followed_as_soon_as_this_user_can_read_it() throws Exception {
    ProgramFile file = file(Kind.SERVICE);
    Certificates certificates = Certificates.in(file.path("tls"), Certificates.Name.SERVER);
    Program program = programs.startReady(file.securedApi(1, certificates));
    forbid(certificates.key());
    program.awaitLine("refused", line -> line.contains("permission to read it is denied"));
    Files.setPosixFilePermissions(certificates.key(), PosixFilePermissions.fromString("rw-r--r--"));
    program.awaitLine("taken", line -> line.contains("TLS goes on with"));
    program.stop();
  }

  private static void forbid(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
  }

  private ProgramFile file(Kind launcher) throws Exception {
    ProgramFile file =
        programs
            .file()
            .api(1)
            .set("launcher", launcher.name())
            .set("launcher", "aot_cache", "false")
            .classPath(classPath);
    if (isRoot()) {
      Files.setPosixFilePermissions(file.directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
      file.startedBy(AS_NOBODY);
    }
    return file;
  }

  private static boolean isRoot() throws IOException {
    return Files.getOwner(Path.of("/proc/self")).getName().equals("root");
  }
}
