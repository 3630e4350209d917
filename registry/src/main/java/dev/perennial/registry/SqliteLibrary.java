package dev.perennial.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// The native part of SQLite, unpacked once beside the database.
///
/// By itself the driver unpacks a copy for every process into the temporary directory, and a
/// process that is killed leaves it there.
final class SqliteLibrary {

  private SqliteLibrary() {}

  /// Makes the driver load the library from a directory. Does nothing once it is loaded; where the
  /// directory does not allow to run programs, the driver goes back to its own way.
  static void loadFrom(Path directory) throws IOException {
    String name = "libsqlitejdbc-" + SQLiteJDBCLoader.getVersion() + ".so";
    if (!Files.exists(directory.resolve(name))) {
      unpack(directory, name);
    }
    System.setProperty("org.sqlite.lib.path", directory.toAbsolutePath().toString());
    System.setProperty("org.sqlite.lib.name", name);
  }

  // Several processes may do this at once: each moves a whole file into place.
  private static void unpack(Path directory, String name) throws IOException {
    String resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    Path draft = Files.createTempFile(directory, ".sqlite", ".draft");
    try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (packed != null) {
        Files.copy(packed, draft, StandardCopyOption.REPLACE_EXISTING);
        Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
