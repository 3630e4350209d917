package dev.perennial.logging;

import dev.perennial.config.FileReason;
import dev.perennial.service.RotatedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A log file. It is appended to, whole records at a time, so several processes may share it, and
/// follows its name when it is renamed or removed.
final class FileSink implements Sink {

  private static final int BATCH = 64 * 1024;

  private final Path path;
  private final RotatedFile file;

  private FileSink(Path path, RotatedFile file) {
    this.path = path;
    this.file = file;
  }

  /// Opens the file, or makes it.
  ///
  /// @throws IOException in words for an operator
  static FileSink open(Path path) throws IOException {
    try {
      return new FileSink(path, RotatedFile.open(path));
    } catch (IOException failure) {
      throw refusal(path, failure);
    }
  }

  private static IOException refusal(Path path, IOException failure) {
    return new IOException("cannot open log file " + path + ": " + reason(failure), failure);
  }

  private static String reason(IOException failure) {
    return failure instanceof NoSuchFileException
        ? "its directory does not exist"
        : FileReason.of(failure);
  }

  @Override
  public int maxBytes() {
    return BATCH;
  }

  @Override
  public synchronized void write(ByteBuffer records) throws IOException {
    file.write(records);
  }

  @Override
  public synchronized void reopen() throws IOException {
    try {
      file.reopen();
    } catch (IOException failure) {
      throw refusal(path, failure);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException lost) {
      System.err.println("perennial: closing log file " + path + ": " + FileReason.of(lost));
    }
  }
}
