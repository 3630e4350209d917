package dev.perennial.process;

import dev.perennial.service.ListenAddress;
import dev.perennial.service.ListenHost;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The listening sockets that systemd has bound and handed over (`LISTEN_FDS`, `LISTEN_FDNAMES`,
/// `LISTEN_PID`): socket activation. They stay systemd's: they are never shut, so that clients wait
/// in their queues while the program is restarted, and the file of a UNIX socket is never removed.
///
/// Owned by the thread that binds. Source: sd_listen_fds(3).
public final class ActivatedSockets {

  private static final Logger LOG = System.getLogger("dev.perennial.process");

  private static final int FIRST = 3;

  /// One that nobody has taken yet.
  private record Waiting(int descriptor, String name, BoundAddress address) {

    @Override
    public String toString() {
      return name + " (" + address + ")";
    }
  }

  private final List<Waiting> waiting;

  private ActivatedSockets(List<Waiting> waiting) {
    this.waiting = waiting;
  }

  /// None at all.
  ///
  /// @return sockets that match no address
  public static ActivatedSockets none() {
    return new ActivatedSockets(new ArrayList<>());
  }

  /// Those that the environment names for this process. What is started by this process does not
  /// inherit them by itself.
  ///
  /// @param environment the environment of the program
  /// @return the sockets; none if they are meant for another process
  /// @throws IOException in words for an operator, if what the environment says is not so
  public static ActivatedSockets from(Map<String, String> environment) throws IOException {
    String pid = environment.getOrDefault("LISTEN_PID", "");
    if (!pid.equals(Long.toString(ProcessHandle.current().pid()))) {
      return none();
    }
    int count = count(environment.getOrDefault("LISTEN_FDS", "0"));
    List<String> names = List.of(environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1));
    List<Waiting> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = i < names.size() && !names.get(i).isEmpty() ? names.get(i) : "unknown";
      found.add(waiting(FIRST + i, name));
    }
    return new ActivatedSockets(found);
  }

  private static int count(String text) throws IOException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException wrong) {
      throw new IOException("LISTEN_FDS=" + text + " is no number of sockets", wrong);
    }
  }

  private static Waiting waiting(int descriptor, String name) throws IOException {
    try {
      if (!LibC.isListening(descriptor)) {
        throw new IOException("it does not listen; a socket unit needs ListenStream=");
      }
      LibC.closeOnExec(descriptor);
      // Workers wait in a blocking accept; NonBlocking=yes in the unit would keep them from it.
      LibC.setBlocking(descriptor);
      return new Waiting(descriptor, name, BoundAddress.of(LibC.localAddress(descriptor)));
    } catch (SystemCallException failure) {
      throw new IOException(failed(descriptor, name) + failure.reason(), failure);
    } catch (IOException failure) {
      throw new IOException(failed(descriptor, name) + failure.getMessage(), failure);
    }
  }

  private static String failed(int descriptor, String name) {
    return "socket " + name + ", descriptor " + descriptor + " of LISTEN_FDS, cannot be used: ";
  }

  /// Takes the socket that listens at an address: at the same port of the same host, at that port
  /// of all hosts where all are wanted, or at the same path.
  ///
  /// @param wanted the address
  /// @return the socket; nothing if none of them does
  /// @throws IOException if the host does not resolve
  public Optional<ListeningSocket> take(ListenAddress wanted) throws IOException {
    for (Waiting candidate : waiting) {
      Optional<ListenAddress> match = match(wanted, candidate.address());
      if (match.isPresent()) {
        waiting.remove(candidate);
        LOG.log(Level.INFO, "{0} is the socket {1} of systemd", wanted.text(), candidate.name());
        return Optional.of(ListeningSocket.activated(match.get(), candidate.descriptor()));
      }
    }
    return Optional.empty();
  }

  private static Optional<ListenAddress> match(ListenAddress wanted, BoundAddress bound)
      throws IOException {
    return switch (wanted) {
      case ListenAddress.Tcp tcp ->
          bound instanceof BoundAddress.Inet(InetAddress host, int port)
                  && tcp.port() == port
                  && isSame(InetAddress.getByName(tcp.host()), host)
              ? Optional.of(ListenHost.resolve(tcp))
              : Optional.empty();
      case ListenAddress.Unix unix ->
          bound instanceof BoundAddress.Unix(String path)
                  && unix.path().toAbsolutePath().toString().equals(path)
              ? Optional.of(unix)
              : Optional.empty();
    };
  }

  // ListenStream=9890 means all hosts by IPv6, which includes those by IPv4.
  private static boolean isSame(InetAddress wanted, InetAddress bound) {
    return wanted.equals(bound) || wanted.isAnyLocalAddress() && bound.isAnyLocalAddress();
  }

  /// Names those that nobody has taken: what a unit hands over and no service listens on is a
  /// mistake in one of the two.
  public void warnOfRest() {
    waiting.forEach(
        rest -> LOG.log(Level.WARNING, "no service listens on the socket {0} of systemd", rest));
  }
}
