package dev.perennial.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body whose bytes are counted if they are collected, and not if they go on piece by piece.
final class CountedBody extends FilterInputStream {

  private final BodyMemory.Share share;
  private boolean isCollected;

  CountedBody(InputStream body, BodyMemory.Share share) {
    super(body);
    this.share = share;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    // The engine would wait for more of the body, even to read nothing of it.
    if (length == 0) {
      return 0;
    }
    int got = super.read(into, offset, length);
    if (isCollected && got > 0) {
      share.take(got);
    }
    return got;
  }

  @Override
  public byte[] readAllBytes() throws IOException {
    return readNBytes(Integer.MAX_VALUE);
  }

  @Override
  public byte[] readNBytes(int most) throws IOException {
    isCollected = true;
    try {
      return super.readNBytes(most);
    } finally {
      isCollected = false;
    }
  }
}
