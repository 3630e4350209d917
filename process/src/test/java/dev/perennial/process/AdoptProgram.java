package dev.perennial.process;

import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.nio.file.Path;

/// Adopts its descriptors 0 and 3 and serves one connection on each.
final class AdoptProgram {

  private AdoptProgram() {}

  public static void main(String[] arguments) throws IOException {
    AdoptedSocket first = AdoptedSocket.adopt(0, ListenAddress.tcp("127.0.0.1", 1));
    AdoptedSocket second = AdoptedSocket.adopt(3, ListenAddress.unix(Path.of("/unused")));
    Clients.serveOne(first.channel(), "first of " + ProcessHandle.current().pid());
    Clients.serveOne(second.channel(), "second of " + ProcessHandle.current().pid());
  }
}
