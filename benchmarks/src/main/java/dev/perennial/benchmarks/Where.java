package dev.perennial.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where a server listens: always on the loopback address, or in a file.
sealed interface Where {

  /// The options by which curl finds it, and the address behind them.
  List<String> curl();

  /// Whether it answers the greeting within five seconds; a peer that has just started may take a
  /// connection and then say nothing for ever.
  default boolean answers(String path) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("curl", "-skf", "-m", "5", "-o", "/dev/null"));
    command.addAll(curl());
    command.add(command.removeLast() + path);
    try {
      Command.output(command);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  record Plain(int port) implements Where {
    @Override
    public List<String> curl() {
      return List.of("http://127.0.0.1:" + port);
    }

    // Starts are timed by this.
    @Override
    public boolean answers(String path) {
      return HelloConnection.answers(port, path);
    }
  }

  record Tls(int port, Path certificate, Path key) implements Where {
    @Override
    public List<String> curl() {
      return List.of("https://127.0.0.1:" + port);
    }
  }

  record Unix(Path socket) implements Where {
    @Override
    public List<String> curl() {
      return List.of("--unix-socket", socket.toString(), "http://localhost");
    }
  }
}
