package dev.perennial.service;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;

/// The host of an address to listen on: a number stays as it is, a name is looked up once, before
/// the socket is bound. What it means later does not matter to a socket that is bound already.
public final class ListenHost {

  private static final Logger LOG = System.getLogger("dev.perennial.service");

  private ListenHost() {}

  /// Looks up the name of a host. One socket listens on one address: a warning names the others
  /// that the name stands for.
  ///
  /// @param wanted an address, perhaps with a name
  /// @return the address with a number
  /// @throws UnknownHostException if nobody knows the name
  public static ListenAddress.Tcp resolve(ListenAddress.Tcp wanted) throws UnknownHostException {
    return isNumber(wanted.host())
        ? wanted
        : first(wanted, List.of(InetAddress.getAllByName(wanted.host())));
  }

  static ListenAddress.Tcp first(ListenAddress.Tcp wanted, List<InetAddress> meant) {
    ListenAddress.Tcp bound = wanted.withHost(meant.getFirst().getHostAddress());
    if (meant.size() > 1) {
      LOG.log(
          Level.WARNING,
          "{0} is served at {1} alone, not at {2}: listen on each of them, or on 0.0.0.0 or ::",
          wanted.text(),
          bound.text(),
          meant.stream()
              .skip(1)
              .map(InetAddress::getHostAddress)
              .collect(Collectors.joining(", ")));
    }
    return bound;
  }

  private static boolean isNumber(String host) {
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException name) {
      return false;
    }
  }
}
