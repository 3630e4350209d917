package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.recorded.LogRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
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
    Set<Integer> before = Proc.ownDescriptors();
    Systemd.from(Map.of()).ready();
    at("").stopping();
    Proc.assertOwnDescriptors(before);
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

  private String heardOf(Consumer<Systemd> telling) throws IOException {
    String address = directory.resolve("one").toString();
    try (UnixDatagrams manager = UnixDatagrams.bind(address)) {
      telling.accept(at(address));
      byte[] message = manager.receive(Duration.ofSeconds(10), 512).orElseThrow();
      return new String(message, StandardCharsets.UTF_8);
    } finally {
      Files.delete(Path.of(address));
    }
  }

  @Test
  void every_message_of_the_protocol_can_be_sent() throws IOException {
    assertEquals("WATCHDOG=1", heardOf(Systemd::watchdog));
    assertEquals("MAINPID=42", heardOf(systemd -> systemd.mainPid(42)));
    assertEquals(
        "EXTEND_TIMEOUT_USEC=1500000",
        heardOf(systemd -> systemd.extendTimeout(Duration.ofMillis(1500))));
    long before = System.nanoTime() / 1000;
    String reloading = heardOf(Systemd::reloading);
    long moment = Long.parseLong(reloading.substring("RELOADING=1\nMONOTONIC_USEC=".length()));
    assertTrue(before <= moment && moment <= System.nanoTime() / 1000, reloading);
  }

  @Test
  void the_moment_of_a_reload_is_that_of_the_monotonic_clock() throws IOException {
    double uptime = Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
    String message = heardOf(Systemd::reloading);
    double seconds = Double.parseDouble(message.substring(message.lastIndexOf('=') + 1)) / 1e6;
    // The time since boot without that of sleep, which a container may not have.
    assertTrue(seconds > 0 && seconds < uptime + 60, message);
  }

  @Test
  void a_watchdog_belongs_to_the_process_that_was_started() {
    String own = Long.toString(ProcessHandle.current().pid());
    assertEquals(
        Optional.of(Duration.ofSeconds(3)),
        Systemd.from(Map.of("WATCHDOG_USEC", "3000000")).watchdogInterval());
    assertEquals(
        Optional.of(Duration.ofSeconds(3)),
        Systemd.from(Map.of("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", own)).watchdogInterval());
    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            Map.of("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "1"),
            Map.of("WATCHDOG_USEC", "soon"))) {
      assertEquals(Optional.empty(), Systemd.from(environment).watchdogInterval());
    }
  }

  @Test
  void who_is_told_once_is_forgotten_only_when_it_was_told() throws IOException {
    String address = directory.resolve("once").toString();
    Map<String, String> environment = new HashMap<>(Map.of("NOTIFY_SOCKET", address));
    UnixDatagrams.bind(address).close();
    assertFalse(Systemd.notifyOnce(environment));
    assertTrue(environment.containsKey("NOTIFY_SOCKET"));
    Files.delete(Path.of(address));
    try (UnixDatagrams manager = UnixDatagrams.bind(address)) {
      assertTrue(Systemd.notifyOnce(environment));
      assertFalse(Systemd.notifyOnce(environment));
      assertEquals(Map.of(), environment);
      assertEquals(7, manager.receive(Duration.ofSeconds(10), 512).orElseThrow().length);
      assertEquals(Optional.empty(), manager.receive(Duration.ZERO, 512));
    }
  }

  private int waitFor(String message) throws Exception {
    String address = "@perennial-onready-" + ProcessHandle.current().pid() + "-" + message.length();
    Thread teller =
        Thread.startVirtualThread(() -> {
          try (UnixDatagrams datagrams = UnixDatagrams.open()) {
            while (!tell(datagrams, message, address)) {
              Thread.onSpinWait();
            }
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
    int code = SystemdProgram.run(List.of("15"), Map.of("NOTIFY_SOCKET", address));
    teller.join();
    return code;
  }

  private static boolean tell(UnixDatagrams datagrams, String message, String address) {
    try {
      return datagrams.send(message.getBytes(StandardCharsets.UTF_8), address);
    } catch (IOException nobodyYet) {
      return false;
    }
  }

  @Test
  void a_shell_script_can_wait_for_a_service_and_tell_its_manager() throws Exception {
    assertEquals(0, waitFor("READY=1"));
    assertEquals(1, waitFor("READY=1\nSTATUS=x"));
    assertEquals(1, waitFor(""));
    assertEquals(2, SystemdProgram.run(List.of("0"), Map.of("NOTIFY_SOCKET", directory + "/late")));
    assertEquals(0, SystemdProgram.run(List.of("9"), Map.of()));
    assertEquals(0, SystemdProgram.run(List.of(), Map.of()));
    assertEquals(2, SystemdProgram.run(List.of("soon"), Map.of()));
    assertEquals(0, SystemdProgram.run(List.of("--help"), Map.of()));
    assertEquals(
        1, SystemdProgram.run(List.of("1"), Map.of("NOTIFY_SOCKET", directory + "/no/such")));
    String address = directory.resolve("told").toString();
    try (UnixDatagrams manager = UnixDatagrams.bind(address)) {
      assertEquals(0, SystemdProgram.run(List.of(), Map.of("NOTIFY_SOCKET", address)));
      assertEquals(7, manager.receive(Duration.ofSeconds(10), 512).orElseThrow().length);
    }
  }
}
