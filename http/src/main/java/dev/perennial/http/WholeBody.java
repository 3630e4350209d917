package dev.perennial.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/// A body that was collected before anybody reads it. Who reads all of it at once gets the very
/// bytes, not a copy.
final class WholeBody extends ByteArrayInputStream {

  WholeBody(byte[] content) {
    super(content);
  }

  @Override
  public byte[] readNBytes(int most) throws IOException {
    if (pos > 0 || most < count) {
      return super.readNBytes(most);
    }
    pos = count;
    return buf;
  }
}
