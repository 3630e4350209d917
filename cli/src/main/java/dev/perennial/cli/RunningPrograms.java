package dev.perennial.cli;

import dev.perennial.launcher.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The programs of this user that run with a state directory in the usual place.
///
/// @param base the directory that holds the state directories, or is one itself
record RunningPrograms(Path base) {

  Path theOnlyOne() throws CommandFailure {
    List<Path> live = live();
    if (live.isEmpty()) {
      throw CommandFailure.notRunning(
          "not running: no program answers in " + base + "; name another place with --state-dir");
    }
    if (live.size() > 1) {
      throw CommandFailure.usage(
          "several programs run; name one of them with --state-dir: "
              + live.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }
    return live.getFirst();
  }

  private List<Path> live() throws CommandFailure {
    // The place may be in a directory that everybody can write to: what others put there is no
    // program of this user.
    if (!StateDirectory.isOwn(base)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(base)) {
      return Stream.concat(Stream.of(base), inside.filter(Files::isDirectory).sorted())
          .filter(ControlClient::isLive)
          .toList();
    } catch (IOException failure) {
      throw CommandFailure.failed("cannot look into " + base + ": " + failure);
    }
  }
}
