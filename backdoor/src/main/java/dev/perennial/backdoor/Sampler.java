package dev.perennial.backdoor;

import java.io.IOException;

/// Takes samples from its making until it is ended.
interface Sampler extends AutoCloseable {

  ProfileKind kind();

  /// Takes no more samples.
  ///
  /// @return what was found; its recordings are gone when this sampler is closed
  Samples end() throws IOException;

  /// Gives up everything.
  @Override
  void close() throws IOException;
}
