package dev.perennial.tests.system;

import static dev.perennial.tests.system.Refusal.COULD_NOT_START;
import static dev.perennial.tests.system.Refusal.assertRefused;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A program that is started where its disk is full.
class FullDiskTest {

  // A disk of its own that nobody else sees, with so many bytes left.
  private static final String ON_OWN_DISK =
      """
      trap '' HUP
      exec unshare -rm sh -c '
        mount -t tmpfs -o size=64k,mode=0700 none "%s" || exit 99
        head -c %d /dev/zero >"%s/filling"
        exec "$@"' sh "$@"
      """;

  private static final int DISK_BYTES = 64 * 1024;
  private static final int PAGE_BYTES = 4096;

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void a_state_directory_on_a_full_disk_is_one_line(Kind launcher) throws Exception {
    assertRefused(
        start(launcher, DISK_BYTES),
        COULD_NOT_START,
        "the state directory /*/disk cannot be used: no space left on device;"
            + " set [launcher] state_dir to another one");
  }

  @ParameterizedTest
  @EnumSource
  void a_control_socket_on_a_disk_that_gets_full_is_one_line(Kind launcher) throws Exception {
    assertRefused(
        start(launcher, DISK_BYTES - PAGE_BYTES),
        COULD_NOT_START,
        "cannot listen on unix:/*/disk/control.sock: no space left on device");
  }

  private Program start(Kind launcher, int filling) throws Exception {
    ProgramFile file = programs.file().api(1).set("launcher", launcher.name());
    String disk = Files.createDirectory(file.path("disk")).toString();
    file.set("launcher", "state_dir", disk);
    return programs.start(file.startedBy(ON_OWN_DISK.formatted(disk, filling, disk)));
  }
}
