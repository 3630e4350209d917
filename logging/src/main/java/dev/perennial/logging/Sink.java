package dev.perennial.logging;

import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;

/// Where the bytes of an outlet go. Called by the outlet's own thread only, but for [#reopen()].
interface Sink {

  /// What will not go better another time.
  final class UnwritableException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    UnwritableException(String why, IOException cause) {
      super(why, cause);
    }
  }

  /// The most that is written at once, unless a single record is longer; 1 for a sink that takes
  /// each record by itself.
  int maxBytes();

  /// Whether it is what the program itself tells its operator on.
  default boolean isStandardError() {
    return false;
  }

  /// Writes as much as is taken now.
  ///
  /// @param records whole records, or what an earlier call left of them
  /// @throws UnwritableException if these records never can be
  /// @throws IOException if nothing more can be written at the moment
  void write(ByteBuffer records) throws IOException;

  /// Opens the file again, if there is one.
  ///
  /// @throws IOException if it cannot; what was open stays open
  default void reopen() throws IOException {}

  /// Ends; never called while another method runs.
  default void close() {}
}
