package dev.perennial.http;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body whose bytes are counted if they are collected, and not if they go on piece by piece.
final class CountedBody extends FilterInputStream {

  private static final int PIECE = 8192;

  private final BodyMemory.Share share;

  CountedBody(InputStream body, BodyMemory.Share share) {
    super(body);
    this.share = share;
  }

  @Override
  public byte[] readAllBytes() throws IOException {
    return readNBytes(Integer.MAX_VALUE);
  }

  @Override
  public byte[] readNBytes(int most) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[Math.min(most, PIECE)];
    while (all.size() < most) {
      int got = in.read(piece, 0, Math.min(piece.length, most - all.size()));
      if (got < 0) {
        break;
      }
      share.take(got);
      all.write(piece, 0, got);
    }
    return all.toByteArray();
  }
}
