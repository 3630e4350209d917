package dev.perennial.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// `perennial notify`: tells systemd, or waits in its place.
///
/// ```
/// perennial notify             READY=1 to the socket of NOTIFY_SOCKET
/// perennial notify SECONDS     waits on that socket until somebody says READY=1
/// ```
///
/// | exit code | meaning |
/// |---|---|
/// | 0 | told or heard; or there is no manager |
/// | 1 | something else was heard, or nobody can listen there |
/// | 2 | nothing was heard in time; or wrong usage |
public final class SystemdProgram {

  private static final String HELP =
      """
      Usage: perennial notify [SECONDS]

      Tells systemd READY=1, at the socket that NOTIFY_SOCKET names. With a number of seconds it
      waits there for READY=1 instead.

      Exit codes: 0 told or heard, or there is no such socket, 1 something else was heard, or
      nobody can listen there, 2 nothing was heard in time, or wrong usage.
      """;

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private SystemdProgram() {}

  /// Does what the argument says and ends the process.
  ///
  /// @param arguments none, or a number of seconds
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.getenv()));
  }

  static int run(List<String> arguments, Map<String, String> environment) {
    if (arguments.isEmpty()) {
      Systemd.from(environment).ready();
      return 0;
    }
    if (arguments.equals(List.of("--help")) || arguments.equals(List.of("-h"))) {
      System.out.print(HELP);
      return 0;
    }
    if (arguments.size() > 1 || !arguments.getFirst().matches("\\d{1,9}")) {
      System.err.println("perennial notify: give nothing, or one number of seconds to wait");
      return USAGE;
    }
    String address = environment.getOrDefault("NOTIFY_SOCKET", "");
    return address.isEmpty()
        ? 0
        : await(address, Duration.ofSeconds(Long.parseLong(arguments.getFirst())));
  }

  private static int await(String address, Duration limit) {
    try {
      return switch (Systemd.onReady(address, limit)) {
        case READY -> 0;
        case OTHER -> FAILED;
        case NOTHING -> USAGE;
      };
    } catch (IOException refused) {
      System.err.println(
          "perennial notify: cannot listen on "
              + address
              + ": "
              + SystemCallException.reasonOf(refused));
      return FAILED;
    }
  }
}
