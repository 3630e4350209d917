package dev.perennial.launcher;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether starting this process's command line again would come to this launcher again.
final class OwnMain {

  // Who runs other people's code inside its own main.
  private static final List<String> HOSTS =
      List.of("org.junit.", "org.testng.", "jdk.jshell.", "org.apache.maven.surefire.");

  private OwnMain() {}

  static void require(JavaCommandLine command) throws IOException {
    Set<String> callers =
        StackWalker.getInstance()
            .walk(frames ->
                frames.map(StackWalker.StackFrame::getClassName).collect(Collectors.toSet()));
    boolean hosted = callers.stream().anyMatch(c -> HOSTS.stream().anyMatch(c::startsWith));
    boolean namesMain = command.program().size() == 1;
    if (hosted || namesMain && !callers.contains(command.program().getFirst())) {
      throw new IOException(
          "cannot start worker processes from inside a test runner, JShell or another server: they"
              + " would run its main; use a ServiceLauncher or name the main class");
    }
  }
}
