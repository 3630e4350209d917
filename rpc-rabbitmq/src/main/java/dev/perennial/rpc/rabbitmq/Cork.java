package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.FrameHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Lets whoever writes for a link write many messages to the socket at once.
///
/// The AMQP library flushes after each message, and each flush is a call of the system here and a
/// wake-up of the broker. What is written under the cork stays in the library's buffer until that
/// is full or [#flush()] is called. So nothing may be written under it whose answer its writer
/// waits for.
///
/// Belongs to whoever holds the lock of the link. Other threads, such as the one that sends
/// heartbeats, flush as ever.
final class Cork {

  private Optional<FrameHandler> frames = Optional.empty();
  private volatile Optional<Socket> socket = Optional.empty();
  private volatile Optional<SteadySocket> steady = Optional.empty();
  // Other threads only look whether they are it, and each sees what it has written itself.
  private @Nullable Thread writer;
  private boolean owed;

  /// A factory whose connections are written under this cork. They have to be made by the thread of
  /// the link.
  ConnectionFactory factory() {
    return new ConnectionFactory() {
      @Override
      protected synchronized FrameHandlerFactory createFrameHandlerFactory() throws IOException {
        setSocketConfigurator(getSocketConfigurator().andThen(Cork.this::note));
        FrameHandlerFactory plain = super.createFrameHandlerFactory();
        return (address, name) -> uncorked(chosen(plain.create(address, name)));
      }

      private FrameHandler chosen(FrameHandler frames) {
        Optional<Socket> its = socket;
        return getRequestedHeartbeat() == 0
            ? new SilentFrames(frames)
            : new WatchedFrames(frames, () -> its.ifPresent(Cork::cut));
      }
    };
  }

  /// Has the connections of a factory made on sockets that virtual threads may write to.
  void letVirtualThreadsWrite(ConnectionFactory factory) {
    factory.setSocketFactory(new SteadySockets(fresh -> steady = Optional.of(fresh)));
  }

  /// Ends the connection at once, whoever waits to write to it. For any thread.
  void cut() {
    socket.ifPresent(Cork::cut);
  }

  private static void cut(Socket socket) {
    try {
      // By TLS, to close waits that long for whoever writes.
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException gone) {
      // nothing is left of it
    }
  }

  private void note(Socket fresh) {
    socket = Optional.of(fresh);
  }

  /// Whether a virtual thread may write now.
  boolean virtualThreadsMayWrite() {
    return steady.isPresent() && !steady.get().congested();
  }

  /// Whether something is left that a platform thread has to send.
  boolean congested() {
    return steady.isPresent() && steady.get().congested();
  }

  /// Writes something that goes out with the next flush.
  void write(Link.Work message) throws IOException, TimeoutException {
    @Nullable Thread before = writer;
    writer = Thread.currentThread();
    try {
      message.run();
    } finally {
      writer = before;
    }
  }

  /// Sends what was written.
  void flush() throws IOException {
    if (owed && frames.isPresent()) {
      owed = false;
      frames.get().flush(null);
    }
  }

  /// Sends what a virtual thread could not. For platform threads.
  void drain() throws IOException {
    if (congested()) {
      steady.get().drain();
    }
  }

  /// Whether the library's flush is left out.
  boolean holdsBack() {
    if (Thread.currentThread() != writer) {
      return false;
    }
    owed = true;
    return true;
  }

  private FrameHandler uncorked(FrameHandler plain) {
    owed = false;
    frames = Optional.of(plain);
    return new CorkedFrames(plain, this);
  }
}
