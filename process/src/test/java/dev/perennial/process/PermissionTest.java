package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.ListenAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the kernel forbids to an ordinary user; root is allowed all of it, so as root these cases
/// run as nobody.
@Timeout(60)
class PermissionTest {
  private static final int PRIVILEGED_PORT = 1;

  @TempDir private Path directory;

  private Path made(String name, String permissions) throws Exception {
    Path made = Files.createDirectory(directory.resolve(name));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
    return made;
  }

  private static boolean isRoot() throws Exception {
    return Proc.status("self", "Uid").startsWith("0\t");
  }

  private List<String> asOrdinaryUser(String... arguments) throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    String classPath = ChildJvm.readableClassPath(directory);
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.addAll(ChildJvm.command(classPath, BindProgram.class, arguments));
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = program.inputReader().readAllLines();
    assertEquals(0, program.waitFor(), lines.toString());
    assertEquals(arguments.length, lines.size(), lines.toString());
    return lines;
  }

  @Test
  void what_an_ordinary_user_may_not_do_is_explained() throws Exception {
    Path closed = made("closed", "r-xr-xr-x").resolve("api.sock");
    Path open = made("open", "rwxrwxrwx").resolve("api.sock");
    try (ListeningSocket live = ListeningSocket.bind(ListenAddress.unix(open).withMode(0))) {
      List<String> answers =
          asOrdinaryUser(Integer.toString(PRIVILEGED_PORT), closed.toString(), open.toString());

      // Read by line: these files end after their first read, however short that is.
      Path bound = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
      int firstFree = Integer.parseInt(Files.readAllLines(bound).getFirst());
      assertEquals(
          firstFree <= PRIVILEGED_PORT
              ? "bound"
              : "cannot listen on 127.0.0.1:1: permission denied; ports below 1024 need"
                  + " CAP_NET_BIND_SERVICE, choose a higher one",
          answers.get(0));
      assertEquals(
          "cannot listen on unix:"
              + closed
              + ": permission denied; this user must be able to write to the directory",
          answers.get(1));
      // A socket that does not let us connect is not a stale one.
      assertTrue(answers.get(2).contains("another program listens there"), answers.get(2));
      assertTrue(Files.exists(open));
      assertEquals("unix:" + open, live.address().text());
    }
  }
}
