package dev.perennial.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds out who listens on a TCP port, for the one line that an operator gets when it is taken.
/// The kernel shows the descriptors of other users' processes to nobody but root.
final class PortHolder {

  private static final Path PROC = Path.of("/proc");

  private PortHolder() {}

  /// @return a process that listens on the port at any address of this network namespace, in words
  ///   such as `process 4711 (nginx)`; nothing if none is to be seen
  static Optional<String> of(int port) {
    try {
      Set<Path> sockets =
          TcpTable.listening(port).stream()
              .map(OwnDescriptors::linkTo)
              .collect(Collectors.toUnmodifiableSet());
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
        for (Path process : processes) {
          if (holdsOneOf(sockets, process)) {
            return Optional.of("process " + process.getFileName() + nameOf(process));
          }
        }
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      // Without /proc nobody can be named.
    }
    return Optional.empty();
  }

  private static boolean holdsOneOf(Set<Path> sockets, Path process) {
    if (sockets.isEmpty()) {
      return false;
    }
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (OwnDescriptors.linksOf(descriptor).stream().anyMatch(sockets::contains)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException goneOrForeign) {
      return false;
    }
    return false;
  }

  private static String nameOf(Path process) {
    try {
      return " (" + Files.readString(process.resolve("comm")).strip() + ")";
    } catch (IOException gone) {
      return "";
    }
  }
}
