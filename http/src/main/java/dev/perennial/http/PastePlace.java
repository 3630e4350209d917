package dev.perennial.http;

import java.nio.file.Path;

/// Where something stands in a file of pipelines.
///
/// @param file the file
/// @param line counted from 1; 0 stands for the whole file
record PastePlace(Path file, int line) {

  static PastePlace whole(Path file) {
    return new PastePlace(file, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? file.toString() : file + ":" + line;
  }
}
