package dev.perennial.testing;

import dev.perennial.config.ConfigChange;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.ListeningService;
import dev.perennial.service.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/// A service as a launcher has it: its calls come one after another, each from a thread of its own,
/// and one that does not come back in time fails the test, with the place where it hangs.
final class StartedService implements AutoCloseable {

  /// A loopback socket in the place of what the service wants to listen on.
  private record LoopbackSocket(ListenAddress address, ServerSocketChannel channel)
      implements BoundSocket {}

  private final Service service;
  private final Duration patience;
  private final List<BoundSocket> sockets = new ArrayList<>();

  private StartedService(Service service, Duration patience) {
    this.service = service;
    this.patience = patience;
  }

  static StartedService unstarted(Service service, Duration patience) throws Exception {
    StartedService unstarted = new StartedService(service, patience);
    unstarted.bind();
    return unstarted;
  }

  static StartedService start(Service service, Duration patience) throws Exception {
    StartedService started = unstarted(service, patience);
    try {
      started.startAgain();
      return started;
    } catch (AssertionError failure) {
      started.closeAfter(failure);
      throw failure;
    }
  }

  // What it has taken already is missed by the tests after this one.
  private void closeAfter(AssertionError failure) {
    try {
      close();
    } catch (IOException | AssertionError another) {
      failure.addSuppressed(another);
    }
  }

  private void bind() throws Exception {
    if (service instanceof ListeningService listening) {
      for (ListenAddress _ : listening.listenAddresses()) {
        sockets.add(socket());
      }
      within("bind(sockets)", () -> listening.bind(List.copyOf(sockets)));
    }
  }

  private static BoundSocket socket() throws Exception {
    ServerSocketChannel channel = ServerSocketChannel.open();
    SocketAddress bound =
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).getLocalAddress();
    int port = ((InetSocketAddress) bound).getPort();
    return new LoopbackSocket(ListenAddress.tcp("127.0.0.1", port), channel);
  }

  Service service() {
    return service;
  }

  List<BoundSocket> sockets() {
    return sockets;
  }

  void startAgain() {
    within("start()", service::start);
    within("takeOver()", service::takeOver);
  }

  void drain() {
    drain(Deadline.after(patience));
  }

  void drain(Deadline deadline) {
    within("drain(" + deadline + ")", () -> service.drain(deadline));
  }

  void reset(ConfigChange change) {
    within("reset(change)", () -> service.reset(change));
  }

  /// Stops it, and fails unless nothing of it runs afterwards.
  void stop() {
    within("stop()", service::stop);
    within(
        "awaitStopped(deadline)",
        () ->
            Assertions.assertTrue(
                service.awaitStopped(Deadline.after(patience)),
                "awaitStopped says that something still runs after stop()"));
  }

  private void within(String call, Executable action) {
    FutureTask<Void> task =
        new FutureTask<>(() -> {
          try {
            action.execute();
          } catch (Exception | Error failure) {
            throw failure;
          } catch (Throwable other) {
            throw new IllegalStateException(other);
          }
          return null;
        });
    Thread caller = Thread.ofPlatform().name("launcher").daemon(true).start(task);
    try {
      task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      AssertionError failure = new AssertionError(call + " did not return within " + patience);
      failure.setStackTrace(caller.getStackTrace());
      throw failure;
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof AssertionError own
          ? own
          : new AssertionError(call + " failed: " + failed.getCause(), failed.getCause());
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      throw new AssertionError(call + " was interrupted", ending);
    }
  }

  /// Ends whatever is left, so that no test disturbs the next one.
  @Override
  public void close() throws IOException {
    try {
      within("stop()", service::stop);
    } finally {
      for (BoundSocket socket : sockets) {
        socket.channel().close();
      }
    }
  }
}
