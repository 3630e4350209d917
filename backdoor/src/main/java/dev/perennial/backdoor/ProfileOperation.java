package dev.perennial.backdoor;

import dev.perennial.service.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `perennial profile`: `begin`, `begin wall`, and `end`, which leaves a flame graph in the state
/// directory.
final class ProfileOperation implements Operation {

  static final String NAME = "profile";

  private final Profiler profiler;
  private final Path directory;

  ProfileOperation(Profiler profiler, Path directory) {
    this.profiler = profiler;
    this.directory = directory;
  }

  @Override
  public Optional<List<Map<String, Object>>> perform(List<String> arguments) throws IOException {
    return switch (String.join(" ", arguments)) {
      case "begin" -> told(profiler.begin(ProfileKind.CPU));
      case "begin wall" -> told(profiler.begin(ProfileKind.WALL));
      case "end" -> {
        long pid = ProcessHandle.current().pid();
        ProfileFiles files = profiler.endInto(directory.resolve("profile-" + pid + ".html"));
        yield Optional.of(
            List.of(
                Map.of(
                    "file", files.files().getFirst().toString(),
                    "samples", files.samples(),
                    "note", files.note())));
      }
      default -> throw new IllegalArgumentException("say begin, begin wall or end");
    };
  }

  private static Optional<List<Map<String, Object>>> told(String text) {
    return Optional.of(List.of(Map.of("note", text)));
  }
}
