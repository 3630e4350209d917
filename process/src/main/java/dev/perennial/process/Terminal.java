package dev.perennial.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How this process stands to a terminal.
///
/// @param processGroup its process group
/// @param device number of its terminal, 0 without one
/// @param foregroundGroup the process group in the foreground of that terminal
record Terminal(String processGroup, String device, String foregroundGroup) {

  private static final Terminal NONE = new Terminal("", "0", "-1");

  /// Looks at the process as it is now.
  static Terminal now() {
    try {
      // The command name, field 2, may hold anything; counting starts behind its last bracket.
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return new Terminal(fields[2], fields[4], fields[5]);
    } catch (IOException | IndexOutOfBoundsException noProc) {
      return NONE;
    }
  }

  boolean isForeground() {
    return processGroup.equals(foregroundGroup);
  }

  boolean exists() {
    return !device.equals("0");
  }
}
