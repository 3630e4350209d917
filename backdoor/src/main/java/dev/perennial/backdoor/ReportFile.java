package dev.perennial.backdoor;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reports of processes that were about to be killed, in the state directory.
final class ReportFile {

  /// Older ones are removed: a program that hangs every minute must not fill the disk.
  static final int KEPT = 10;

  private static final Logger LOG = System.getLogger("dev.perennial.backdoor");
  private static final String PREFIX = "report-";

  private ReportFile() {}

  /// Writes one and removes the oldest.
  ///
  /// @param name of the process
  /// @return the file
  static Path write(Path directory, String name, Map<String, Object> report) throws IOException {
    long pid = ProcessHandle.current().pid();
    Path file = directory.resolve(PREFIX + name.replace('/', '-') + "-" + pid + ".txt");
    PrivateFiles.write(
        file, out -> out.write(ReportText.of(report).getBytes(StandardCharsets.UTF_8)));
    LOG.log(Level.WARNING, "{0} is in trouble; what it was doing is in {1}", name, file);
    removeOldest(directory);
    return file;
  }

  private static void removeOldest(Path directory) throws IOException {
    List<Path> oldest;
    try (Stream<Path> files = Files.list(directory)) {
      oldest =
          files
              .filter(file -> file.getFileName().toString().startsWith(PREFIX))
              .sorted(Comparator.comparingLong(ReportFile::written).reversed())
              .skip(KEPT)
              .toList();
    }
    for (Path file : oldest) {
      Files.deleteIfExists(file);
    }
  }

  // Another process may remove the same file.
  private static long written(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException gone) {
      return 0;
    }
  }
}
