package dev.perennial.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;

/// Whether this machine has the loopback address of IPv6, which some containers do without.
final class Ipv6 {

  private Ipv6() {}

  static boolean isThere() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
  }

  static void assumeThere() throws IOException {
    assumeTrue(isThere(), "this machine has no IPv6");
  }
}
