package dev.perennial.launcher;

import java.nio.file.InvalidPathException;

/// What an operator reads of a text that is no path. It mostly has letters that the locale of the
/// process cannot encode, which the JDK does not say.
final class PathText {

  private PathText() {}

  static String reason(InvalidPathException unusable) {
    boolean isAscii = unusable.getInput().chars().allMatch(c -> c < 128);
    return "'"
        + unusable.getInput().replaceAll("\\p{Cntrl}", "?")
        + "' ("
        + (isAscii
            ? unusable.getReason()
            : "not all of its letters are in the encoding of the locale: set LC_ALL=C.UTF-8")
        + ")";
  }
}
