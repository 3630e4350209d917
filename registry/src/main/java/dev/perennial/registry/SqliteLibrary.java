package dev.perennial.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// The native part of SQLite, unpacked once beside the database.
///
/// By itself the driver unpacks a copy for every process into the temporary directory, and a
/// process that is killed leaves it there.
final class SqliteLibrary {

  private static final int ROOT = 0;
  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private static final Set<PosixFilePermission> FOR_ALL_TO_READ =
      PosixFilePermissions.fromString("rw-r--r--");

  private SqliteLibrary() {}

  /// Makes the driver load the library from a directory. Does nothing once it is loaded; where the
  /// directory does not allow to run programs, or others could have put the library there, the
  /// driver goes back to its own way.
  static void loadFrom(Path directory) throws IOException {
    loadFrom(directory, uid(Path.of("/proc/self")));
  }

  /// The same for a process of some user.
  static void loadFrom(Path directory, int user) throws IOException {
    // Where a symbolic link leads may be changed by its owner.
    Path real = directory.toRealPath();
    Path library = real.resolve("libsqlitejdbc-" + SQLiteJDBCLoader.getVersion() + ".so");
    if (!isSafe(real, user)) {
      return;
    }
    if (!Files.exists(library)) {
      unpack(real, library);
    }
    if (isSafe(library, user)) {
      System.setProperty("org.sqlite.lib.path", real.toString());
      System.setProperty("org.sqlite.lib.name", library.getFileName().toString());
    }
  }

  // Nobody but the user and root can have changed it.
  private static boolean isSafe(Path path, int user) throws IOException {
    int owner = uid(path);
    return (owner == user || owner == ROOT)
        && Collections.disjoint(Files.getPosixFilePermissions(path), OF_OTHERS);
  }

  private static int uid(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }

  // Several processes may do this at once: each moves a whole file into place.
  private static void unpack(Path directory, Path library) throws IOException {
    String resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    Path draft = Files.createTempFile(directory, ".sqlite", ".draft");
    try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (packed != null) {
        Files.copy(packed, draft, StandardCopyOption.REPLACE_EXISTING);
        // The copy is a new file, which the umask may leave open to others.
        Files.setPosixFilePermissions(draft, FOR_ALL_TO_READ);
        Files.move(draft, library, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
