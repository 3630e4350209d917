package dev.perennial.http;

import java.io.IOException;
import java.nio.channels.Selector;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;

/// Looks before it waits. Waiting costs more than the call: the JDK wakes another carrier thread
/// for the time in which this one may be blocked. Under load there is nearly always something
/// already.
final class EagerSelector extends ManagedSelector {

  // Only the thread that produces uses it, and the engine passes that role on safely.
  private boolean looked;

  EagerSelector(SelectorManager manager, int id) {
    super(manager, id);
  }

  // A look may swallow a wake-up. What it was for is in the engine's queue by then, and the engine
  // goes through that before it calls again: so the wait is in the next call, never in this one.
  @Override
  protected int nioSelect(Selector selector, boolean now) throws IOException {
    if (now || !looked) {
      int found = selector.selectNow();
      looked = found == 0;
      return found;
    }
    looked = false;
    return selector.select();
  }
}
