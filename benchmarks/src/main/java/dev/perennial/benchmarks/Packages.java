package dev.perennial.benchmarks;

import java.io.IOException;
import java.util.List;

/// The Debian packages that the peers come from; `benchmarks/run` has installed them.
final class Packages {

  private Packages() {}

  static String version(String name) throws IOException, InterruptedException {
    return Command.output(List.of("dpkg-query", "-W", "-f", "${Version}", name));
  }
}
