package dev.perennial.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body of which no more than a limit can be read.
final class LimitedBody extends FilterInputStream {

  private final long limit;
  private final Runnable onEnd;
  private long left;

  LimitedBody(InputStream body, long limit) {
    this(body, limit, () -> {});
  }

  /// @param onEnd is told when all of it has been read, perhaps more than once
  LimitedBody(InputStream body, long limit, Runnable onEnd) {
    super(body);
    this.limit = limit;
    this.onEnd = onEnd;
    this.left = limit;
  }

  static HttpError tooLarge(long limit) {
    return new HttpError(413, "the body is larger than " + limit + " bytes");
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next >= 0) {
      count(1);
    } else {
      onEnd.run();
    }
    return next;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int got = super.read(into, offset, length);
    if (got >= 0) {
      count(got);
    } else {
      onEnd.run();
    }
    return got;
  }

  @Override
  public byte[] readAllBytes() throws IOException {
    return readNBytes(Integer.MAX_VALUE);
  }

  @Override
  public byte[] readNBytes(int most) throws IOException {
    byte[] got = in.readNBytes(left < most ? (int) left + 1 : most);
    count(got.length);
    if (got.length < most) {
      onEnd.run();
    }
    return got;
  }

  @Override
  public long skip(long wanted) throws IOException {
    long skipped = super.skip(wanted);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw tooLarge(limit);
    }
  }
}
