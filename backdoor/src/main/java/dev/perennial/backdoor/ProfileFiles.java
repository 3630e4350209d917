package dev.perennial.backdoor;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// What a profile has left.
///
/// @param files that were written
/// @param samples how many they show
/// @param note what a reader has to know
record ProfileFiles(List<Path> files, long samples, String note) {

  String text() {
    return files.stream().map(Path::toString).collect(Collectors.joining("\n")) + "\n" + note;
  }
}
