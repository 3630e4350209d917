package dev.perennial.rpc.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Finds a port for a broker that keeps it for long.
///
/// It is none of those that the kernel gives to clients: such a client could be given the port of a
/// broker that is just being started again, even one that tries to reach that very port, and would
/// then be connected to itself.
final class LoopbackPorts {

  private static final int FIRST = 10_000;
  private static final int BEHIND_LAST = 32_768;
  private static final int ATTEMPTS = 100;

  private LoopbackPorts() {}

  /// Where a broker may listen.
  ///
  /// @param before where it was, and is again if the port is free. If not, clients may have told
  ///   their password to whoever has it, so another port comes with another password
  /// @throws IOException if no port is found
  static BrokerAddress addressFor(Optional<BrokerAddress> before) throws IOException {
    if (before.isPresent() && isFree(before.get().port())) {
      return before.get();
    }
    return new BrokerAddress(find(), BrokerAddress.newPassword());
  }

  private static int find() throws IOException {
    RandomGenerator random = new SecureRandom();
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = random.nextInt(FIRST, BEHIND_LAST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("no port of " + BrokerAddress.HOST + " is free for the embedded broker");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(BrokerAddress.HOST, port));
      return true;
    } catch (IOException | IllegalArgumentException taken) {
      return false;
    }
  }
}
