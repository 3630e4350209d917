package dev.perennial.config;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.CodeSource;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

/// Finds class files where their classes came from: a resource by the same name could be another
/// one, and looking for it opens every jar on the way.
final class ClassFiles {

  private ClassFiles() {}

  /// @throws IOException if the class came from no file, or that cannot be read
  static byte[] bytesOf(Class<?> type) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new NoSuchFileException(type.getName());
    }
    String name = type.getName().replace('.', '/') + ".class";
    File place = file(source.getLocation());
    return place.isDirectory()
        ? Files.readAllBytes(place.toPath().resolve(name))
        : bytesIn(place, name);
  }

  private static File file(URL location) throws IOException {
    try {
      return new File(location.toURI());
    } catch (URISyntaxException | IllegalArgumentException noFile) {
      throw new IOException("no file: " + location, noFile);
    }
  }

  private static byte[] bytesIn(File jar, String name) throws IOException {
    try (JarFile open = new JarFile(jar, false, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
      JarEntry entry = open.getJarEntry(name);
      if (entry == null) {
        throw new NoSuchFileException(jar + "!" + name);
      }
      try (InputStream in = open.getInputStream(entry)) {
        return in.readAllBytes();
      }
    }
  }
}
