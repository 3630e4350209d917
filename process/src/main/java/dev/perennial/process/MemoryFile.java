package dev.perennial.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A text in memory that children read as a file: it has a descriptor and no name, so nobody else
/// finds it and nothing is left behind.
///
/// A pipe would do for short texts, but blocks its writer once it is full.
public final class MemoryFile implements AutoCloseable {

  private final int descriptor;

  private MemoryFile(int descriptor) {
    this.descriptor = descriptor;
  }

  /// Makes a file that holds `text`.
  ///
  /// @param label what it is, for those who look into `/proc`
  /// @param text the content
  /// @return the file
  /// @throws IOException if the kernel refuses
  public static MemoryFile of(String label, String text) throws IOException {
    int descriptor = LibC.memoryFile(label);
    // Opening it anew by its number gives each reader an offset of its own.
    Files.writeString(Path.of("/proc/self/fd/" + descriptor), text, StandardCharsets.UTF_8);
    return new MemoryFile(descriptor);
  }

  /// The descriptor to hand to a child. It is not inherited by itself.
  ///
  /// @return the number
  public int descriptor() {
    return descriptor;
  }

  @Override
  public void close() throws IOException {
    LibC.close(descriptor);
  }
}
