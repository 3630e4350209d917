package dev.perennial.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The memory of a process, as the kernel counts it.
///
/// @param rssBytes pages in memory, those shared with other processes included
/// @param pssBytes the same, but a page shared by n processes counts as one n-th: what the process
///   really costs
record ProcessMemory(long rssBytes, long pssBytes) {

  /// Looks at a process.
  ///
  /// @return zeros for one that is gone
  static ProcessMemory of(long pid) {
    long rss = 0;
    long pss = 0;
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
        if (line.startsWith("Rss:")) {
          rss = bytes(line);
        } else if (line.startsWith("Pss:")) {
          pss = bytes(line);
        }
      }
    } catch (IOException gone) {
      return new ProcessMemory(0, 0);
    }
    return new ProcessMemory(rss, pss);
  }

  private static long bytes(String line) {
    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
  }
}
