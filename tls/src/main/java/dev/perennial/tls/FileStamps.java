package dev.perennial.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What tells a file from what it was before, for some files at one moment. Links are followed: one
/// that points elsewhere now, as Kubernetes swaps a whole directory, is a change.
///
/// @param stamps one for each file; nothing for one that cannot be looked at
record FileStamps(List<Optional<Stamp>> stamps) {

  /// @param identity of the file behind the name
  /// @param changed when its content was written last
  /// @param size bytes
  record Stamp(String identity, FileTime changed, long size) {}

  static FileStamps of(List<Path> files) {
    return new FileStamps(files.stream().map(FileStamps::stamp).toList());
  }

  private static Optional<Stamp> stamp(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(Objects.toString(now.fileKey()), now.lastModifiedTime(), now.size()));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
