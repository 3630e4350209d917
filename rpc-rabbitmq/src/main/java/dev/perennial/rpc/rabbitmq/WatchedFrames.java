package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.MissedHeartbeatException;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/// The socket of a connection that is over when its broker is silent for twice the agreed interval
/// of heartbeats.
///
/// The AMQP library waits for a quarter of the interval at a time, and gives up after nine of those
/// and what each of them is late. Here a connection ends after seven: before twice the interval is
/// over, and more than three heartbeats of the broker late, which sends two in each. Silence of a
/// quarter within a frame ends it at once, as in the library.
final class WatchedFrames extends ForwardingFrames {

  private static final int QUARTERS = 7;

  private final Runnable cut;
  // Of the thread that reads.
  private int silent;

  /// @param cut ends the connection at once. The AMQP library sends what is left before it closes
  ///   the socket of such a broker, which does not take it, and so does whoever writes
  WatchedFrames(FrameHandler plain, Runnable cut) {
    super(plain);
    this.cut = cut;
  }

  /// @return nothing when there was none within a quarter of the interval
  @Override
  public @Nullable Frame readFrame() throws IOException {
    @Nullable Frame frame = next();
    silent = frame == null ? silent + 1 : 0;
    if (silent == QUARTERS) {
      cut.run();
      throw new MissedHeartbeatException(
          "the broker was silent for " + QUARTERS + " quarters of the interval of heartbeats");
    }
    return frame;
  }

  private @Nullable Frame next() throws IOException {
    try {
      return super.readFrame();
    } catch (SocketTimeoutException withinFrame) {
      cut.run();
      throw withinFrame;
    }
  }
}
