package dev.perennial.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What all records of a process have in common.
///
/// @param product what the program belongs to
/// @param program its name
/// @param process name of the process in the program, such as `api/0`
/// @param pid its number
/// @param host the machine
/// @param startMillis when the process began to log
record ProgramFacts(
    String product, String program, String process, long pid, String host, long startMillis) {

  static ProgramFacts of(String product, String program, String process) {
    return new ProgramFacts(
        product,
        program,
        process,
        ProcessHandle.current().pid(),
        hostName(),
        System.currentTimeMillis());
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException hidden) {
      return "localhost";
    }
  }
}
