package dev.perennial.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/// What was read of a connection before the engine asked for it. Only the kernel knows whether a
/// request is waiting that nobody has read yet, and reading is the only portable way to ask it. A
/// byte that was looked at is given to the engine first when it reads.
///
/// Thread-safe by the lock of the connection, without which only the answer to [#hasSeen()] is
/// read.
final class LookAhead {

  /// CR LF CR LF.
  private static final int HEAD_END = 0x0D0A0D0A;

  private static final int HEAD_END_BYTES = 4;

  private static final int AT_A_TIME = 1 << 14;

  /// Its client may send as fast as this reads.
  private static final int MOST_DISCARDED = 1 << 20;

  private final SocketChannel channel;
  private final ReentrantLock lock;
  private final Runnable onRead;
  private volatile @Nullable ByteBuffer seen;
  private volatile boolean reset;

  /// @param onRead is told of bytes that the engine is given, with the lock held: whoever finds
  ///   nothing to read here knows that something came a moment ago
  LookAhead(SocketChannel channel, ReentrantLock lock, Runnable onRead) {
    this.channel = channel;
    this.lock = lock;
    this.onRead = onRead;
  }

  /// Whether bytes wait here, of which the selector need not tell.
  boolean hasSeen() {
    return seen != null;
  }

  /// Whether the connection was found broken.
  boolean isReset() {
    return reset;
  }

  /// Looks behind what was seen already, where there may be the end.
  ///
  /// @param most how many bytes are to be seen in all
  /// @return how many more there are; negative if nothing will come any more
  int look(int most) {
    lock.lock();
    try {
      return lookFurther(most);
    } finally {
      lock.unlock();
    }
  }

  private int lookFurther(int most) {
    ByteBuffer before = seen;
    ByteBuffer known = before == null ? ByteBuffer.allocate(0) : before;
    int room = most - known.remaining();
    if (room <= 0) {
      return 0;
    }
    ByteBuffer longer = ByteBuffer.allocate(most).put(known.duplicate());
    int read = readChannel(longer);
    if (read > 0) {
      seen = longer.flip();
    }
    return read;
  }

  /// Throws away what has come, as closing a connection with it would be a reset.
  void discard() {
    ByteBuffer room = ByteBuffer.allocate(AT_A_TIME);
    lock.lock();
    try {
      for (int left = MOST_DISCARDED; left > 0; left -= AT_A_TIME) {
        if (readChannel(room.clear()) <= 0) {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether these bytes end as the head of a request does.
  static boolean endsHead(ByteBuffer read) {
    int end = read.limit();
    return end - read.position() >= HEAD_END_BYTES && read.getInt(end - HEAD_END_BYTES) == HEAD_END;
  }

  /// Reads what was seen and, if that was nothing, what comes.
  ///
  /// @return as [SocketChannel#read(ByteBuffer)] does, also negative for a broken connection
  int read(ByteBuffer buffer) {
    lock.lock();
    try {
      ByteBuffer first = seen;
      int read = first == null ? readChannel(buffer) : take(first, buffer);
      if (read > 0) {
        onRead.run();
      }
      return read;
    } finally {
      lock.unlock();
    }
  }

  private int take(ByteBuffer first, ByteBuffer buffer) {
    int moved = BufferUtil.put(first, buffer);
    seen = first.hasRemaining() ? first : null;
    return moved;
  }

  private int readChannel(ByteBuffer buffer) {
    try {
      return channel.read(buffer);
    } catch (IOException lost) {
      reset = channel.isOpen();
      return -1;
    }
  }
}
