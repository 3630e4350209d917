package dev.perennial.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampsTest {

  @TempDir Path folder;

  private Path file;
  private FileStamps before;

  @BeforeEach
  void begin() throws IOException {
    file = Files.writeString(folder.resolve("tls.key"), "a key");
    before = stamps();
    awaitNextTick();
  }

  private FileStamps stamps() {
    return FileStamps.of(List.of(file));
  }

  // Two changes in one tick of the file system's clock would look like one.
  private void awaitNextTick() throws IOException {
    Object first = Files.getAttribute(file, "unix:ctime");
    Path probe = folder.resolve("probe");
    do {
      Files.writeString(probe, "tick");
    } while (Files.getAttribute(probe, "unix:ctime").equals(first));
  }

  @Test
  void a_file_that_nobody_touches_stays_the_same() throws IOException {
    Files.readString(file);
    assertEquals(before, stamps());
  }

  @Test
  void other_permissions_are_a_change() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertNotEquals(before, stamps());
  }

  @Test
  void another_content_of_the_same_size_and_time_is_a_change() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, "b key");
    Files.setLastModifiedTime(file, time);
    assertNotEquals(before, stamps());
  }

  @Test
  void a_file_that_comes_or_goes_is_a_change() throws IOException {
    Path aside = Files.move(file, folder.resolve("aside"));
    FileStamps gone = stamps();
    assertNotEquals(before, gone);
    assertEquals(gone, stamps());
    Files.copy(aside, file, StandardCopyOption.COPY_ATTRIBUTES);
    assertNotEquals(gone, stamps());
  }
}
