package dev.perennial.launcher;

import dev.perennial.process.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;

/// A directory that only the user of this process can enter.
///
/// @param name what an operator calls it
/// @param option where an operator chooses another one
record PrivateDirectory(String name, String option) {

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> WRITABLE_FOR_OTHERS =
      PosixFilePermissions.fromString("----w--w-");

  /// Makes the directory, or checks the one that is there.
  ///
  /// @return its absolute path
  /// @throws IOException in words for an operator, if it cannot be made, belongs to somebody else
  ///   or is open to others
  Path prepare(Path directory) throws IOException {
    Path absolute = made(directory);
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(absolute);
    if (!permissions.equals(PRIVATE)) {
      throw openToOthers(absolute, permissions);
    }
    return absolute;
  }

  /// Makes a directory that others may look into, or checks the one that is there: whoever can
  /// write to it can exchange what is in it.
  ///
  /// @return its absolute path
  /// @throws IOException in words for an operator, if it cannot be made, belongs to somebody else
  ///   or others can write to it
  Path prepareParent(Path directory) throws IOException {
    Path absolute = made(directory);
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(absolute);
    if (!Collections.disjoint(permissions, WRITABLE_FOR_OTHERS)) {
      throw openToOthers(absolute, permissions);
    }
    return absolute;
  }

  private Path made(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    if (!Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      create(absolute);
    }
    if (!Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)) {
      throw mistake(absolute, "is not a directory");
    }
    String owner = Files.getOwner(absolute).getName();
    if (!owner.equals(ownerOfThisProcess())) {
      throw mistake(absolute, "belongs to " + owner + ", this process to " + ownerOfThisProcess());
    }
    return absolute;
  }

  private void create(Path directory) throws IOException {
    try {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (IOException failure) {
      throw mistake(directory, "cannot be made: " + SystemCallException.reasonOf(failure));
    }
  }

  private IOException openToOthers(Path directory, Set<PosixFilePermission> permissions) {
    return mistake(
        directory,
        "has mode " + PosixFilePermissions.toString(permissions) + " instead of rwx------",
        "run: chmod 700 " + directory);
  }

  /// What is wrong with it, with the advice to choose another one.
  IOException mistake(Path directory, String what) {
    return mistake(directory, what, choose());
  }

  IOException mistake(Path directory, String what, String advice) {
    return new IOException(name + " " + directory + " " + what + "; " + advice);
  }

  String choose() {
    return "set " + option + " to another one";
  }

  private static String ownerOfThisProcess() throws IOException {
    return Files.getOwner(Path.of("/proc/self")).getName();
  }
}
