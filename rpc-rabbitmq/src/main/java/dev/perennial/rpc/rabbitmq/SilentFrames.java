package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The socket of a connection without heartbeats. The AMQP library takes none of its own for a wish
/// for those of the broker, so what the broker proposes is read as none as well.
final class SilentFrames extends ForwardingFrames {

  private static final int TUNE = 10 << 16 | 30;
  private static final int HEARTBEAT_OFFSET = 10;

  private boolean negotiated;

  SilentFrames(FrameHandler plain) {
    super(plain);
  }

  @Override
  public @Nullable Frame readFrame() throws IOException {
    @Nullable Frame frame = super.readFrame();
    if (!negotiated && frame != null && frame.getType() == AMQP.FRAME_METHOD) {
      ByteBuffer payload = ByteBuffer.wrap(frame.getPayload());
      if (payload.getInt(0) == TUNE) {
        payload.putShort(HEARTBEAT_OFFSET, (short) 0);
        negotiated = true;
      }
    }
    return frame;
  }
}
