package dev.perennial.logging;

import java.util.List;
import java.util.Optional;

/// The place in the code that logs.
///
/// @param function the method
/// @param path the source file, with its package as folders
/// @param line the line, or a negative number where it is unknown
record Caller(String function, String path, int line) {

  private static final StackWalker WALKER = StackWalker.getInstance();

  // Whoever stands between the code that logs and this one.
  private static final List<String> LOGGERS =
      List.of(
          "dev.perennial.logging.",
          "java.util.logging.",
          "java.lang.System$Logger",
          "sun.util.logging.",
          "sun.logger.",
          "jdk.internal.logger.",
          "org.slf4j.");

  /// The place that the current thread logs from. Costs a walk through the stack.
  static Optional<Caller> find() {
    return WALKER.walk(frames ->
        frames.filter(frame -> !isLogger(frame.getClassName())).findFirst().map(Caller::of));
  }

  private static boolean isLogger(String type) {
    for (String prefix : LOGGERS) {
      if (type.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static Caller of(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    int dot = type.lastIndexOf('.');
    String folder = dot < 0 ? "" : type.substring(0, dot + 1).replace('.', '/');
    String file = Optional.ofNullable(frame.toStackTraceElement().getFileName()).orElse("-");
    return new Caller(frame.getMethodName(), folder + file, frame.getLineNumber());
  }

  /// The name of the file.
  String file() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// The name of the file without its ending.
  String module() {
    String file = file();
    int dot = file.lastIndexOf('.');
    return dot < 0 ? file : file.substring(0, dot);
  }
}
