package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.WriteListener;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.IOException;

/// The socket of a connection, but for flushes that a [Cork] holds back.
final class CorkedFrames extends ForwardingFrames {

  private final Cork cork;

  /// @param cork says when not to flush
  CorkedFrames(FrameHandler plain, Cork cork) {
    super(plain);
    this.cork = cork;
  }

  @Override
  public void flush(WriteListener listener) throws IOException {
    if (listener != null || !cork.holdsBack()) {
      super.flush(listener);
    }
  }
}
