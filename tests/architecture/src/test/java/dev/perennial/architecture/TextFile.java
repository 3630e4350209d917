package dev.perennial.architecture;

import java.util.List;

/// One text file of the project.
///
/// @param path where it lies below the root of the checkout
/// @param lines what is in it
record TextFile(String path, List<String> lines) {

  static TextFile of(String path, String text) {
    return new TextFile(path, text.lines().toList());
  }

  String text() {
    return String.join("\n", lines);
  }

  boolean isJava() {
    return path.endsWith(".java");
  }

  boolean isTestSource() {
    return isJava() && path.contains("src/test/java/");
  }

  /// Names a line of this file in a failure.
  String at(int index) {
    return path + ":" + (index + 1) + ": " + lines.get(index).strip();
  }
}
