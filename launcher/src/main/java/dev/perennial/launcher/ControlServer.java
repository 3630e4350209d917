package dev.perennial.launcher;

import dev.perennial.launcher.ControlRequest.Reply;
import dev.perennial.process.AdoptedSocket;
import dev.perennial.process.ListeningSocket;
import dev.perennial.process.LockFile;
import dev.perennial.service.AcceptLoop;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jdk.net.ExtendedSocketOptions;

/// The control socket of a launcher: workers connect to it, and operators ask over it.
///
/// A peer says in its first line who it is: `worker PID TOKEN`, or `perennial 1 REQUEST`. The
/// kernel names its user, who must be the one that runs the program, or root. Each connection has a
/// thread of its own, which turns lines into commands; nothing is decided here.
final class ControlServer implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  // A request has three words, a worker's hello a pid and a token.
  private static final int MAX_HELLO = 4096;
  private static final Duration HELLO_LIMIT = Duration.ofSeconds(10);
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final LockFile claim;
  private final ListeningSocket socket;
  private final ServerSocketChannel channel;
  private final Consumer<Command> commands;
  private final String owner;
  private final Supplier<Thread.Builder> threads;
  // Workers that were started and have not connected yet, by their tokens.
  private final Map<String, WorkerHandle> expected = new ConcurrentHashMap<>();

  private ControlServer(
      LockFile claim,
      ListeningSocket socket,
      ServerSocketChannel channel,
      Consumer<Command> commands,
      String owner,
      Supplier<Thread.Builder> threads) {
    this.claim = claim;
    this.socket = socket;
    this.channel = channel;
    this.commands = commands;
    this.owner = owner;
    this.threads = threads;
  }

  /// Takes the state directory for this process and listens in it.
  ///
  /// @param threads of what kind those of the connections are
  /// @throws IOException in words for an operator, if another program runs with the directory
  static ControlServer open(
      Path directory, Consumer<Command> commands, Supplier<Thread.Builder> threads)
      throws IOException {
    LockFile claim = StateDirectory.claim(directory);
    try {
      ControlServer server = listen(claim, directory, commands, threads);
      Thread.ofPlatform().name("control-accept").daemon(true).start(server.acceptLoop());
      return server;
    } catch (IOException refused) {
      claim.close();
      throw refused;
    }
  }

  private static ControlServer listen(
      LockFile claim, Path directory, Consumer<Command> commands, Supplier<Thread.Builder> threads)
      throws IOException {
    Path path = directory.resolve(StateDirectory.CONTROL_SOCKET);
    ListeningSocket socket = ListeningSocket.bind(ListenAddress.unix(path).withMode(0600));
    ServerSocketChannel channel =
        AdoptedSocket.adopt(socket.descriptor(), socket.address()).channel();
    String owner = Files.getOwner(Path.of("/proc/self")).getName();
    return new ControlServer(claim, socket, channel, commands, owner, threads);
  }

  Path path() {
    return ((ListenAddress.Unix) socket.address()).path();
  }

  /// Makes a worker known before it can connect, and forgets those that never came to it. Called by
  /// the supervisor's thread.
  void expect(String token, WorkerHandle worker) {
    expected.values().removeIf(other -> !other.isAlive());
    expected.put(token, worker);
  }

  void forget(String token) {
    expected.remove(token);
  }

  @Override
  public void close() {
    socket.close();
    try {
      channel.close();
    } catch (IOException failure) {
      LOG.log(Level.DEBUG, "control socket", failure);
    }
    claim.close();
  }

  private AcceptLoop acceptLoop() {
    return new AcceptLoop(
        channel,
        path().toString(),
        LOG,
        peer -> threads.get().name("control").start(() -> serve(peer)));
  }

  // Whatever is missing, such as a thread to write with: the peer does not wait for ever.
  private void serve(SocketChannel peer) {
    try (peer;
        LineChannel lines = new LineChannel(peer, threads.get())) {
      if (isTrusted(peer)) {
        serve(lines);
      }
    } catch (IOException | RuntimeException | Error failure) {
      LOG.log(Level.ERROR, "a connection to " + path() + " cannot be served", failure);
    }
  }

  private void serve(LineChannel lines) {
    List<String> hello = hello(lines);
    if (hello.size() == 3 && hello.getFirst().equals("worker")) {
      serveWorker(lines, hello.get(1), hello.get(2));
    } else if (hello.size() > 2 && hello.subList(0, 2).equals(List.of("perennial", "1"))) {
      serveOperator(lines, hello.subList(2, hello.size()));
    } else {
      lines.send(Fields.join("failed", "this is the control socket of a Perennial program"));
      lines.finish(GOODBYE);
    }
  }

  // Who says nothing, or too much, is no peer of ours and must not cost a descriptor for ever.
  private List<String> hello(LineChannel lines) {
    Thread patience = threads.get().name("control-hello").start(() -> closeAfterLimit(lines));
    Optional<String> line = lines.receive(MAX_HELLO);
    patience.interrupt();
    return line.map(Fields::split).orElse(List.of());
  }

  private static void closeAfterLimit(LineChannel lines) {
    try {
      Thread.sleep(HELLO_LIMIT);
      lines.close();
    } catch (InterruptedException said) {
      // It did.
    }
  }

  private boolean isTrusted(SocketChannel peer) {
    try {
      String user = peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
      if (user.equals(owner) || user.equals("root")) {
        return true;
      }
      LOG.log(Level.WARNING, "refused user {0} on the control socket", user);
      return false;
    } catch (IOException gone) {
      return false;
    }
  }

  private void serveWorker(LineChannel lines, String pid, String token) {
    Optional<WorkerHandle> known = Optional.ofNullable(expected.remove(token));
    if (known.isEmpty() || !pid.equals(Long.toString(known.get().pid()))) {
      LOG.log(Level.WARNING, "process {0} said it was a worker and is none", pid);
      return;
    }
    WorkerHandle worker = known.get();
    commands.accept(new Command.Connected(worker, WorkerLink.over(lines)));
    try {
      while (true) {
        Optional<String> line = lines.receive(WorkerMessage.MAX_LINE);
        if (line.isEmpty()) {
          return;
        }
        WorkerMessage message = WorkerMessage.parse(line.get());
        commands.accept(new Command.Said(worker, message));
        if (message instanceof WorkerMessage.Failed) {
          // It ends now, and its end must not be heard of before its last words.
          lines.send(new WorkerOrder.Farewell().toLine());
        }
      }
    } finally {
      commands.accept(new Command.Disconnected(worker));
    }
  }

  private void serveOperator(LineChannel lines, List<String> words) {
    try {
      ControlRequest request = ControlRequest.parse(words);
      commands.accept(new Command.Asked(request));
      Reply reply = request.reply().join();
      lines.send(Fields.join(reply.ok() ? "ok" : "failed", reply.text()));
      // The peer closes when it has read the answer; one that asked for a stop waits for our end.
      lines.receive(MAX_HELLO);
    } catch (IllegalArgumentException unknown) {
      lines.send(Fields.join("failed", String.valueOf(unknown.getMessage())));
      lines.receive(MAX_HELLO);
    }
  }
}
