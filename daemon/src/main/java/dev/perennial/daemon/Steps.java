package dev.perennial.daemon;

import java.util.Iterator;
import java.util.List;

/// Steps of an end: each is done, whatever becomes of those before it.
final class Steps {

  private Steps() {}

  /// Does all, one after another. What the first one that fails throws is thrown at the end, with
  /// the other failures suppressed in it.
  static void doAll(List<Runnable> steps) {
    doAll(steps.iterator());
  }

  private static void doAll(Iterator<Runnable> steps) {
    while (steps.hasNext()) {
      try {
        steps.next().run();
      } catch (RuntimeException | Error first) {
        doRest(steps, first);
        throw first;
      }
    }
  }

  private static void doRest(Iterator<Runnable> steps, Throwable first) {
    try {
      doAll(steps);
    } catch (RuntimeException | Error other) {
      if (other != first) {
        first.addSuppressed(other);
      }
    }
  }
}
