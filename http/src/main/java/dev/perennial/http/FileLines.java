package dev.perennial.http;

import dev.perennial.service.RotatedFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Lines that go to a file.
record FileLines(RotatedFile file) implements LineSink {

  @Override
  public void write(ByteBuffer lines) throws IOException {
    file.write(lines);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
