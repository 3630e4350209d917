package dev.perennial.tests.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Programs of ours in processes of their own.
final class JavaProgram {

  /// What a program says, in its directory.
  static final String LOG = "program.log";

  private JavaProgram() {}

  /// Starts one with the class path of the tests.
  ///
  /// @param directory where its log is
  static Process start(Class<?> main, Path directory, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(LOG).toFile())
        .start();
  }
}
