package dev.perennial.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where the lines of an access log go. Called by one thread, which may have to wait.
interface LineSink extends AutoCloseable {

  /// Writes as much as is taken now.
  ///
  /// @param lines whole lines, or what an earlier call left of them
  /// @throws IOException if nothing more can be written at the moment
  void write(ByteBuffer lines) throws IOException;

  @Override
  void close() throws IOException;
}
