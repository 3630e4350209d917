package dev.perennial.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Standard output or standard error, which other processes may write to as well.
final class StreamSink implements Sink {

  // PIPE_BUF: what is no longer goes into a pipe as a whole or not at all.
  private static final int ATOMIC = 4096;

  // Never closed: it is the program's.
  private final FileChannel channel;
  private final boolean isStandardError;

  @SuppressWarnings("resource")
  StreamSink(FileDescriptor descriptor) {
    this.isStandardError = descriptor == FileDescriptor.err;
    this.channel = new FileOutputStream(descriptor).getChannel();
  }

  @Override
  public int maxBytes() {
    return ATOMIC;
  }

  @Override
  public boolean isStandardError() {
    return isStandardError;
  }

  @Override
  public void write(ByteBuffer records) throws IOException {
    channel.write(records);
  }
}
