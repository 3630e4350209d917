package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.FrameHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// Lets the thread of a link write many messages to the socket at once.
///
/// The AMQP library flushes after each message, and each flush is a call of the system here and a
/// wake-up of the broker. What is written under the cork stays in the library's buffer until that
/// is full or [#flush()] is called. So nothing may be written under it whose answer its writer
/// waits for.
///
/// Belongs to the thread of the link. Other threads, such as the one that sends heartbeats, flush
/// as ever.
final class Cork {

  private Optional<FrameHandler> frames = Optional.empty();
  private Thread owner = Thread.currentThread();
  private boolean on;
  private boolean owed;

  /// A factory whose connections are written under this cork. They have to be made by the thread of
  /// the link.
  ConnectionFactory factory() {
    return new ConnectionFactory() {
      @Override
      protected synchronized FrameHandlerFactory createFrameHandlerFactory() throws IOException {
        FrameHandlerFactory plain = super.createFrameHandlerFactory();
        return (address, name) -> uncorked(plain.create(address, name));
      }
    };
  }

  /// Writes something that goes out with the next flush.
  void write(Link.Work message) throws IOException, TimeoutException {
    on = true;
    try {
      message.run();
    } finally {
      on = false;
    }
  }

  /// Sends what was written.
  void flush() throws IOException {
    if (owed && frames.isPresent()) {
      owed = false;
      frames.get().flush(null);
    }
  }

  /// Whether the library's flush is left out.
  boolean holdsBack() {
    if (Thread.currentThread() != owner) {
      return false;
    }
    owed = on;
    return on;
  }

  private FrameHandler uncorked(FrameHandler plain) {
    owner = Thread.currentThread();
    on = false;
    owed = false;
    frames = Optional.of(plain);
    return new CorkedFrames(plain, this);
  }
}
