package dev.perennial.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.io.Content;

/// A body that is collected as it comes. The memory in which it is collected is what counts, also
/// where it is not full yet. Used by one thread at a time.
final class CollectedBody {

  /// More the JDK does not promise to put into one array.
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final BodyMemory.Share share;
  private final int most;
  private byte[] content = new byte[0];
  private int size;

  /// @param share of the memory for all bodies
  /// @param most bytes of this one
  CollectedBody(BodyMemory.Share share, long most) {
    this.share = share;
    this.most = (int) Math.min(most, LONGEST_ARRAY);
  }

  /// Takes what has come.
  ///
  /// @return whether that was the rest; otherwise the source is to be asked for more
  /// @throws Throwable the failure of the source
  /// @throws HttpError 413 if it is too large, 503 if there is no room
  boolean readFrom(Content.Source source) throws Throwable {
    while (true) {
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        return false;
      }
      if (Content.Chunk.isFailure(chunk)) {
        throw LostBody.of(chunk.getFailure());
      }
      try {
        add(chunk.getByteBuffer(), source.getLength());
      } finally {
        chunk.release();
      }
      if (chunk.isLast()) {
        return true;
      }
    }
  }

  private void add(ByteBuffer piece, long announced) {
    int length = piece.remaining();
    if (length > most - size) {
      throw LimitedBody.tooLarge(most);
    }
    if (length > content.length - size) {
      grow(size + length, announced);
    }
    piece.get(content, size, length);
    size += length;
  }

  // Never at once to what is announced: it may not come.
  private void grow(int least, long announced) {
    int end = announced >= least && announced < most ? (int) announced : most;
    int length = Math.clamp(2L * content.length, least, end);
    share.take(length - content.length);
    content = Arrays.copyOf(content, length);
  }

  /// Gives away the whole of it.
  byte[] whole() {
    byte[] whole = size == content.length ? content : Arrays.copyOf(content, size);
    share.giveBack(content.length - size);
    content = new byte[0];
    size = 0;
    return whole;
  }
}
