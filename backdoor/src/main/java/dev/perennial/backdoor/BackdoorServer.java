package dev.perennial.backdoor;

import dev.perennial.service.AcceptLoop;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Accepts connections on one thread, looks who it is, and gives each a session on a platform
/// thread: a process whose virtual threads are stuck is the one that somebody wants to look into.
///
/// What anybody on this machine can make it do is bounded: connections wait in a short queue, their
/// users are looked up one after the other, each refusal is followed by a pause, and there are no
/// more than [#MAX_SESSIONS] at a time.
final class BackdoorServer implements AutoCloseable {

  static final int MAX_SESSIONS = 16;

  private static final Logger LOG = System.getLogger("dev.perennial.backdoor");

  private static final int BACKLOG = 128;
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final ServerSocketChannel channel;
  private final AutoCloseable socket;
  private final Console console;
  private final PeerCheck check;
  private final Supplier<Thread.Builder> threads;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();
  private long refusals;
  private long refusalsLogged;
  private long lastLogged = System.nanoTime() - Duration.ofDays(1).toNanos();

  private BackdoorServer(
      ServerSocketChannel channel,
      AutoCloseable socket,
      Console console,
      PeerCheck check,
      Supplier<Thread.Builder> threads) {
    this.channel = channel;
    this.socket = socket;
    this.console = console;
    this.check = check;
    this.threads = threads;
  }

  static BackdoorServer on(SocketPath path, Console console) throws IOException {
    return on(path, console, BackdoorServer::ownThread);
  }

  /// @param threads of what kind those of the sessions are
  static BackdoorServer on(SocketPath path, Console console, Supplier<Thread.Builder> threads)
      throws IOException {
    return new BackdoorServer(path.channel(), path, console, PeerCheck.ofThisProcess(), threads);
  }

  private static Thread.Builder ownThread() {
    return Thread.ofPlatform().daemon(true);
  }

  /// @return nothing if all of them are taken
  static Optional<BackdoorServer> onFirstFree(PortChoice choice, Console console)
      throws IOException {
    PeerCheck check = PeerCheck.ofThisProcess();
    for (int port : choice.ports().toArray()) {
      ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
      try {
        // With it a port is free again at once after its process has ended; it is no licence to
        // share the port, as SO_REUSEPORT would be.
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        byte[] loopback = {127, 0, 0, 1};
        channel.bind(
            new InetSocketAddress(InetAddress.getByAddress("localhost", loopback), port), BACKLOG);
        return Optional.of(
            new BackdoorServer(channel, channel, console, check, BackdoorServer::ownThread));
      } catch (BindException taken) {
        channel.close();
      } catch (IOException failure) {
        channel.close();
        throw failure;
      }
    }
    return Optional.empty();
  }

  int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  List<Command> commands() {
    return console.commands();
  }

  void start() {
    Thread.ofPlatform()
        .name("backdoor-accept")
        .daemon(true)
        .start(new AcceptLoop(channel, "the backdoor", LOG, this::admit));
  }

  private void admit(SocketChannel peer) {
    PeerCheck.Verdict verdict = check.check(peer);
    if (!verdict.admitted()) {
      refuse(peer, verdict.name(), "");
    } else if (open.size() >= MAX_SESSIONS) {
      refuse(peer, verdict.name(), "there are " + MAX_SESSIONS + " sessions already\n");
    } else {
      begin(peer, numbers.incrementAndGet() + " of " + verdict.name());
    }
  }

  private void begin(SocketChannel peer, String name) {
    open.add(peer);
    try {
      threads.get().name("backdoor-session").start(() -> serve(peer, name));
    } catch (Throwable noThread) {
      open.remove(peer);
      throw noThread;
    }
  }

  private void serve(SocketChannel peer, String name) {
    LOG.log(Level.INFO, "backdoor session {0} begins", name);
    try (Connection connection = new Connection(peer, threads.get())) {
      new Session(connection, console, name).run();
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, "backdoor session " + name + " failed", failure);
    } finally {
      // Without a thread that reads there was no connection that could close it.
      closeQuietly(peer);
      open.remove(peer);
      LOG.log(Level.INFO, "backdoor session {0} ends", name);
    }
  }

  // A few bytes into an empty buffer do not block.
  private void refuse(SocketChannel peer, String who, String answer) {
    try (peer) {
      peer.write(StandardCharsets.UTF_8.encode(answer));
    } catch (IOException gone) {
      LOG.log(Level.TRACE, "a refused peer is gone", gone);
    }
    refusals++;
    logRefusals(who);
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  // A line for each would let anybody fill the log.
  private void logRefusals(String who) {
    long now = System.nanoTime();
    if (now - lastLogged > Duration.ofSeconds(1).toNanos()) {
      long others = refusals - refusalsLogged - 1;
      LOG.log(
          Level.WARNING,
          "backdoor refused {0}{1}",
          who,
          others > 0 ? ", and " + others + " connections before" : "");
      lastLogged = now;
      refusalsLogged = refusals;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (Exception failure) {
      LOG.log(Level.DEBUG, "backdoor", failure);
    }
    open.forEach(BackdoorServer::closeQuietly);
  }

  private static void closeQuietly(SocketChannel peer) {
    try {
      peer.close();
    } catch (IOException alreadyBroken) {
      LOG.log(Level.TRACE, "a peer is gone", alreadyBroken);
    }
  }
}
