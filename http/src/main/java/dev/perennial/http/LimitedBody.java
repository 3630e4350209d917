package dev.perennial.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body of which no more than a limit can be read.
final class LimitedBody extends FilterInputStream {

  private final long limit;
  private long left;
  private volatile boolean atEnd;

  LimitedBody(InputStream body, long limit) {
    super(body);
    this.limit = limit;
    this.left = limit;
  }

  /// Whether all of it has been read.
  boolean atEnd() {
    return atEnd;
  }

  static HttpError tooLarge(long limit) {
    return new HttpError(413, "the body is larger than " + limit + " bytes");
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next >= 0) {
      count(1);
    }
    atEnd |= next < 0;
    return next;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int got = super.read(into, offset, length);
    if (got > 0) {
      count(got);
    }
    atEnd |= got < 0;
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
    atEnd |= got.length < most;
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
