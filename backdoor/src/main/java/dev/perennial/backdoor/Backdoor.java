package dev.perennial.backdoor;

import dev.perennial.config.Config;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// A local socket on which the same user, or root, can look into this process and profile it.
///
/// ```
/// $ echo "prof()" | nc localhost 8002
/// $ echo "prof('neutron')" | nc localhost 8002
/// ```
///
/// | command | answer |
/// |---|---|
/// | `fo()` | classes by the number of their objects; it stops the JVM for a moment |
/// | `pgt()` | virtual threads with their stacks |
/// | `pnt()` | platform threads with their stacks |
/// | `prof()`, `prof(wall=True)` | begins to profile |
/// | `prof('name')` | ends that, and writes `name.prof`, `name.html` and `name.jfr` |
/// | `jshell` | Java against live objects, on a UNIX socket and if switched on |
/// | `help`, `exit` | what there is; the end of the connection, never that of the process |
///
/// A TCP port is bound to the loopback address alone, and the user at the other end is looked up in
/// the kernel's table; a UNIX socket has mode 0600 besides. Every session and command is logged,
/// values of secret options are masked in every answer. A port that is taken, or a path that cannot
/// be had, is a warning: the process runs without. One that another process has is tried again in
/// every process that runs services: its predecessor may have it, which is about to leave.
public final class Backdoor implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.perennial.backdoor");

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final WeakHashMap<Config, Backdoor> OPEN = new WeakHashMap<>();

  private final BackdoorAddress address;
  private final BackdoorServer server;

  private Backdoor(BackdoorAddress address, BackdoorServer server) {
    this.address = address;
    this.server = server;
  }

  /// Opens the backdoor that the configuration asks for. `backdoor_socket` wins over
  /// `backdoor_port`. A process has one: a further call returns it.
  ///
  /// @param config the configuration, with [BackdoorOptions] among its groups
  /// @return nothing if neither option is set, or what it asks for is taken
  /// @throws IllegalArgumentException if [BackdoorOptions] is not registered
  public static Optional<Backdoor> initializeIfEnabled(Config config) {
    try {
      return openIfEnabled(config);
    } catch (AddressTaken taken) {
      warn(taken);
      return Optional.empty();
    }
  }

  /// The same for whoever wants to know that trying again may help.
  ///
  /// @throws AddressTaken if what is asked for is taken by another process
  static Optional<Backdoor> openIfEnabled(Config config) throws AddressTaken {
    LOCK.lock();
    try {
      Optional<Backdoor> open = Optional.ofNullable(OPEN.get(config));
      if (open.isEmpty()) {
        open = open(config);
        open.ifPresent(backdoor -> OPEN.put(config, backdoor));
      }
      return open;
    } finally {
      LOCK.unlock();
    }
  }

  private static Optional<Backdoor> open(Config config) throws AddressTaken {
    BackdoorOptions options = config.get(BackdoorOptions.class);
    LiveObjects.bindIfAbsent(config);
    try {
      if (options.backdoorSocket().isPresent()) {
        Path path =
            SocketName.of(options.backdoorSocket().orElseThrow(), ProcessHandle.current().pid());
        return Optional.of(onSocket(path, Console.of(config, JavaAccess.onSocket(config))));
      }
      return options.backdoorPort().isPresent()
          ? Optional.of(
              onPort(
                  PortChoice.parse(options.backdoorPort().orElseThrow()),
                  Console.of(config, JavaAccess.OVER_TCP)))
          : Optional.empty();
    } catch (AddressTaken taken) {
      throw taken;
    } catch (IOException refused) {
      warn(refused);
      return Optional.empty();
    }
  }

  private static void warn(IOException refused) {
    LOG.log(Level.WARNING, "no backdoor in this process: {0}", refused.getMessage());
  }

  static Backdoor onSocket(Path path, Console console) throws IOException {
    BackdoorServer server = BackdoorServer.on(SocketPath.bind(path), console);
    return opened(new BackdoorAddress.SocketFile(path), server);
  }

  private static Backdoor onPort(PortChoice choice, Console console) throws IOException {
    BackdoorServer server =
        BackdoorServer.onFirstFree(choice, console)
            .orElseThrow(() ->
                new AddressTaken(
                    "backdoor_port "
                        + choice
                        + " is taken; give start:end, so that each process finds one"));
    return opened(new BackdoorAddress.Port(server.port()), server);
  }

  private static Backdoor opened(BackdoorAddress address, BackdoorServer server) {
    server.start();
    LOG.log(
        Level.INFO,
        "backdoor of process {0} on {1}",
        Long.toString(ProcessHandle.current().pid()),
        address);
    return new Backdoor(address, server);
  }

  /// Where it listens.
  ///
  /// @return a port or the file of a socket
  public BackdoorAddress address() {
    return address;
  }

  /// What can be asked for in a session.
  List<Command> commands() {
    return server.commands();
  }

  /// Ends it and its sessions, and removes the file of its socket.
  @Override
  public void close() {
    server.close();
    LOCK.lock();
    try {
      OPEN.values().remove(this);
    } finally {
      LOCK.unlock();
    }
  }
}
