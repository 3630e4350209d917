package dev.perennial.tests.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/// The class path of the tests with every folder on it packed into a jar, as programs are shipped:
/// a JVM makes no AOT cache of classes in folders.
final class JarredClassPath {

  private static final String TEXT = pack();

  private JarredClassPath() {}

  static String text() {
    return TEXT;
  }

  private static String pack() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        entries.add(jar(path, entries.size()).toString());
      } else if (Files.exists(path)) {
        entries.add(entry);
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static Path jar(Path folder, int number) {
    try {
      Path jars = Files.createDirectories(Path.of("target", "program").toAbsolutePath());
      Path jar = jars.resolve(number + "-" + folder.getFileName() + ".jar");
      int code =
          ToolProvider.findFirst("jar")
              .orElseThrow()
              .run(System.out, System.err, "-cf", jar.toString(), "-C", folder.toString(), ".");
      if (code != 0) {
        throw new IllegalStateException("cannot make " + jar);
      }
      return jar;
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
