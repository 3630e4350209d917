package dev.perennial.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The command line of a JVM, taken apart.
///
/// @param java path of the executable
/// @param jvmOptions what stands before the program
/// @param program the main class, or `-jar` or `-m` with its value
/// @param arguments what stands behind the program
record JavaCommandLine(
    String java, List<String> jvmOptions, List<String> program, List<String> arguments) {

  // Options whose value is the next word.
  private static final Set<String> WITH_VALUE =
      Set.of(
          "-cp",
          "-classpath",
          "--class-path",
          "-p",
          "--module-path",
          "--upgrade-module-path",
          "--add-modules",
          "--limit-modules",
          "--add-reads",
          "--add-exports",
          "--add-opens",
          "--patch-module",
          "--enable-native-access",
          "--source");
  private static final Set<String> PROGRAM_WITH_VALUE = Set.of("-jar", "-m", "--module");

  static JavaCommandLine ofThisProcess() throws IOException {
    String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
    String java = Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
    List<String> words = List.of(line.split("\0", -1));
    // What stands in a file is as good as on the command line, and may be no good for two JVMs.
    return parse(java, ArgumentFiles.expand(words.subList(1, words.size() - 1)));
  }

  /// Whether the value of an option is the next word; the program itself is no value.
  static boolean hasValue(String option) {
    return WITH_VALUE.contains(option);
  }

  static JavaCommandLine parse(String java, List<String> words) {
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-") || isArgumentFile(words, at)) {
      if (PROGRAM_WITH_VALUE.contains(words.get(at))) {
        break;
      }
      at += WITH_VALUE.contains(words.get(at)) ? 2 : 1;
    }
    at = Math.min(at, words.size());
    boolean twoWords = at < words.size() && PROGRAM_WITH_VALUE.contains(words.get(at));
    int end = Math.min(words.size(), at + (twoWords ? 2 : 1));
    return new JavaCommandLine(
        java,
        List.copyOf(words.subList(0, at)),
        List.copyOf(words.subList(at, end)),
        List.copyOf(words.subList(end, words.size())));
  }

  private static boolean isArgumentFile(List<String> words, int at) {
    return at < words.size() && words.get(at).startsWith("@");
  }

  /// The options that a second JVM may have too: no debugger or JMX port that is taken, no
  /// recording or cache file that is being written.
  List<String> shareableOptions() {
    List<String> shareable = new ArrayList<>();
    for (String option : jvmOptions) {
      if (!isExclusive(option)) {
        shareable.add(option);
      }
    }
    return shareable;
  }

  /// Whether two JVMs cannot both have an option.
  static boolean isExclusive(String option) {
    return option.startsWith("-agentlib:jdwp")
        || option.startsWith("-Xrunjdwp")
        || option.startsWith("-Xdebug")
        || option.startsWith("-Dcom.sun.management.jmxremote")
        || option.startsWith("-XX:StartFlightRecording")
        || option.startsWith("-XX:FlightRecorderOptions")
        || option.startsWith("-XX:AOTCacheOutput")
        || option.startsWith("-XX:AOTConfiguration")
        || option.startsWith("-XX:AOTMode=record")
        || option.startsWith("-XX:AOTMode=create")
        || option.startsWith("-XX:ArchiveClassesAtExit");
  }
}
