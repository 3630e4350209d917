package dev.perennial.logging;

import java.io.IOException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// The handler of the root logger. It stays when the outlets are exchanged, so that there is one at
/// every moment.
final class OutletHandler extends Handler {

  private volatile OpenOutlets outlets;

  OutletHandler(OpenOutlets outlets) {
    this.outlets = outlets;
    setLevel(Level.ALL);
  }

  /// Publishes to these from now on. The others write what they have, and end.
  void exchange(OpenOutlets next) {
    OpenOutlets before = outlets;
    outlets = next;
    before.retire();
  }

  @Override
  public void publish(LogRecord record) {
    if (isLoggable(record)) {
      while (!outlets.publish(record)) {
        // Those that took their place are there already.
      }
    }
  }

  /// How many records its outlets lost because they could not be written.
  long lost() {
    return outlets.lost();
  }

  /// @throws IOException in words for an operator, once all have been tried
  void reopen() throws IOException {
    outlets.reopen();
  }

  @Override
  public void flush() {
    outlets.flush();
  }

  // Also called by the JDK when the process ends.
  @Override
  public void close() {
    outlets.close();
  }
}
