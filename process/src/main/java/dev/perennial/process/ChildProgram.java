package dev.perennial.process;

import java.util.List;
import java.util.Map;

/// What a [Spawner] starts.
///
/// @param command the program's path and its arguments
/// @param environment all of its environment
/// @param descriptors own descriptors in the order in which the child gets them: the first one
///   becomes 0, the others 3, 4 and so on; 1 and 2 are shared with this process
/// @param stdinIsFirst whether the first descriptor becomes 0; otherwise 0 is `/dev/null` and the
///   descriptors begin at 3
public record ChildProgram(
    List<String> command,
    Map<String, String> environment,
    List<Integer> descriptors,
    boolean stdinIsFirst) {

  /// Keeps copies of its lists.
  public ChildProgram {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    descriptors = List.copyOf(descriptors);
  }
}
