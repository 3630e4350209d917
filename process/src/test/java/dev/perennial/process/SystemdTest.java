package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class SystemdTest {
  @TempDir private Path directory;

  private int receiver;

  @BeforeEach
  void open() throws IOException {
    receiver = LibC.socket(LibC.AF_UNIX, LibC.SOCK_DGRAM);
  }

  @AfterEach
  void close() throws IOException {
    LibC.close(receiver);
  }

  private static Systemd at(String address) {
    return Systemd.from(Map.of("NOTIFY_SOCKET", address));
  }

  private void hearsBoth(String address) throws IOException {
    LibC.bind(receiver, NativeAddress.ofUnix(address));
    Systemd systemd = at(address);
    systemd.ready();
    systemd.stopping();
    assertEquals("READY=1", Native.receive(receiver));
    assertEquals("STOPPING=1", Native.receive(receiver));
    assertThrows(SystemCallException.class, () -> Native.receive(receiver));
  }

  @Test
  void the_manager_hears_on_a_path() throws IOException {
    hearsBoth(directory.resolve("notify").toString());
  }

  @Test
  void the_manager_hears_on_an_abstract_name() throws IOException {
    hearsBoth("@perennial-test-" + ProcessHandle.current().pid());
  }

  @Test
  void a_status_is_one_line() throws IOException {
    String address = directory.resolve("status").toString();
    LibC.bind(receiver, NativeAddress.ofUnix(address));
    at(address).status("api/0 cannot start:\nno");
    assertEquals("STATUS=api/0 cannot start: no", Native.receive(receiver));
  }

  @Test
  void without_a_manager_nothing_is_sent() throws IOException {
    int before = Proc.descriptors(ProcessHandle.current().pid()).size();
    Systemd.from(Map.of()).ready();
    at("").stopping();
    assertEquals(before, Proc.descriptors(ProcessHandle.current().pid()).size());
  }

  @Test
  void a_manager_that_is_gone_is_no_error() throws IOException {
    Path stale = directory.resolve("stale");
    LibC.bind(receiver, NativeAddress.ofUnix(stale.toString()));
    LibC.close(receiver);
    receiver = LibC.socket(LibC.AF_UNIX, LibC.SOCK_DGRAM);
    Path file = Files.createFile(directory.resolve("file"));
    for (String address :
        new String[] {
          stale.toString(), file.toString(), directory + "/none", "x".repeat(500), "@"
        }) {
      assertDoesNotThrow(() -> at(address).ready(), address);
    }
    assertEquals(
        1,
        LogRecorder.count(
            "DEBUG cannot tell the service manager READY=1: "
                + SystemCallException.class.getName()
                + ": sendto: no such file or directory"));
  }

  @Test
  void a_manager_that_does_not_read_never_blocks() throws IOException {
    String address = directory.resolve("full").toString();
    LibC.bind(receiver, NativeAddress.ofUnix(address));
    Systemd systemd = at(address);
    for (int i = 0; i < 2000; i++) {
      systemd.ready();
    }
    assertEquals("READY=1", Native.receive(receiver));
  }
}
