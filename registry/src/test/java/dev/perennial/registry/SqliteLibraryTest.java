package dev.perennial.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteJDBCLoader;

class SqliteLibraryTest {

  private static final String PATH = "org.sqlite.lib.path";
  private static final String NAME = "libsqlitejdbc-" + SQLiteJDBCLoader.getVersion() + ".so";
  private static final int ONE = 65533;
  private static final int ANOTHER = 65534;

  private final Properties before = new Properties();

  @TempDir private Path directory;

  @BeforeEach
  void forgetWhereItIs() throws IOException {
    before.putAll(System.getProperties());
    System.clearProperty(PATH);
    directory = directory.toRealPath();
    allow(directory, "rwxr-xr-x");
  }

  @AfterEach
  void restore() {
    System.setProperties(before);
  }

  @Test
  void it_is_unpacked_beside_the_database_and_loaded_from_there() throws Exception {
    SqliteLibrary.loadFrom(directory);
    assertEquals(List.of(NAME), files());
    assertEquals(directory.toString(), System.getProperty(PATH));
    assertEquals(
        "rw-r--r--",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(NAME))));
  }

  @Test
  void nothing_is_loaded_from_a_directory_that_others_may_write_to() throws Exception {
    for (String permissions : List.of("rwxrwx---", "rwxr-xrwx", "rwxrwxrwx")) {
      allow(directory, permissions);
      SqliteLibrary.loadFrom(directory);
      assertUnused();
      assertEquals(List.of(), files());
    }
  }

  @Test
  void a_library_that_others_may_write_to_is_not_loaded() throws Exception {
    Files.createFile(directory.resolve(NAME));
    for (String permissions : List.of("rw-rw----", "rw-r--rw-")) {
      allow(directory.resolve(NAME), permissions);
      SqliteLibrary.loadFrom(directory);
      assertUnused();
    }
  }

  @Test
  void what_belongs_to_another_user_is_not_loaded() throws Exception {
    Path library = Files.createFile(directory.resolve(NAME));
    allow(library, "rw-r--r--");
    int us = (int) Files.getAttribute(directory, "unix:uid");
    boolean root = us == 0;
    // Root's files are good for everybody; only root can make some of others.
    if (root) {
      Files.setAttribute(library, "unix:uid", ONE);
    }
    SqliteLibrary.loadFrom(directory, root ? us : ANOTHER);
    assertUnused();
    if (root) {
      SqliteLibrary.loadFrom(directory, ONE);
      assertEquals(directory.toString(), System.getProperty(PATH));
      System.clearProperty(PATH);
      Files.setAttribute(directory, "unix:uid", ONE);
    }
    SqliteLibrary.loadFrom(directory, root ? us : ANOTHER);
    assertUnused();
  }

  @Test
  void it_is_loaded_from_where_a_link_leads_at_the_moment() throws Exception {
    Path real = Files.createDirectory(directory.resolve("real"));
    allow(real, "rwx------");
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    SqliteLibrary.loadFrom(link);
    assertEquals(real.toString(), System.getProperty(PATH));
  }

  private static void assertUnused() {
    assertEquals("unset", System.getProperty(PATH, "unset"));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void allow(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
