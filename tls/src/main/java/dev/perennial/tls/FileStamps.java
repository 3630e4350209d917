package dev.perennial.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What tells a file from what it was before, for some files at one moment. Links are followed: one
/// that points elsewhere now, as Kubernetes swaps a whole directory, is a change. So are other
/// permissions and another owner: a file may have been refused for them.
///
/// @param stamps one for each file; nothing for one that cannot be looked at
record FileStamps(List<Optional<Map<String, Object>>> stamps) {

  // ctime alone would do, but not every file system keeps it.
  private static final String TELLING = "unix:fileKey,ctime,lastModifiedTime,size";

  static FileStamps of(List<Path> files) {
    return new FileStamps(files.stream().map(FileStamps::stamp).toList());
  }

  private static Optional<Map<String, Object>> stamp(Path file) {
    try {
      return Optional.of(Files.readAttributes(file, TELLING));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
