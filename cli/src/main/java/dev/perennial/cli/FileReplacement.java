package dev.perennial.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/// Exchanges the content of a file in one step: whoever reads it sees the old text or the new one.
/// Owner, group and mode stay; a symbolic link stays one.
final class FileReplacement {
  private FileReplacement() {}

  static void write(Path file, String text) throws IOException {
    Path target = file.toRealPath();
    PosixFileAttributes old = Files.readAttributes(target, PosixFileAttributes.class);
    Path fresh =
        Files.createTempFile(
            target.getParent(),
            "." + target.getFileName(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, text);
      give(fresh, old);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /// The owner first: giving a file away would take rights from its mode.
  private static void give(Path fresh, PosixFileAttributes old) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(fresh, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributes now = view.readAttributes();
    if (!now.owner().equals(old.owner())) {
      view.setOwner(old.owner());
    }
    if (!now.group().equals(old.group())) {
      view.setGroup(old.group());
    }
    view.setPermissions(old.permissions());
  }
}
