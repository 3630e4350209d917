package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// How to run a class of these tests in a JVM of its own.
final class ChildJvm {

  private ChildJvm() {}

  static List<String> command(Class<?> main, String... arguments) {
    return command(System.getProperty("java.class.path"), main, arguments);
  }

  static List<String> command(String classPath, Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /// The classes of these tests where every user can read them, wherever the checkout is.
  static String readableClassPath(Path target) throws IOException {
    Set<Path> roots = new LinkedHashSet<>();
    for (Class<?> each :
        List.of(
            ChildJvm.class,
            ListeningSocket.class,
            ListenAddress.class,
            Deadline.class,
            Config.class)) {
      roots.add(Path.of(each.getProtectionDomain().getCodeSource().getLocation().getPath()));
    }
    List<String> copies = new ArrayList<>();
    for (Path root : roots) {
      Path copy = target.resolve(copies.size() + "-" + root.getFileName());
      try (var files = Files.walk(root)) {
        files.forEach(file -> copy(file, copy.resolve(root.relativize(file).toString())));
      }
      copies.add(copy.toString());
    }
    return String.join(":", copies);
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
      // Whatever the umask is.
      assertTrue(to.toFile().setReadable(true, false));
      assertTrue(to.toFile().setExecutable(true, false));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
