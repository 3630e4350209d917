package dev.perennial.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values that some [ScopedValue]s had in one thread, to be seen again in another.
///
/// The platform hands on scoped values only to the threads of its structured concurrency, which is
/// not final; so the keys have to be named.
///
/// Immutable.
final class CarriedValues {

  static final CarriedValues NONE = new CarriedValues(null);

  private final ScopedValue.@Nullable Carrier carrier;

  private CarriedValues(ScopedValue.@Nullable Carrier carrier) {
    this.carrier = carrier;
  }

  /// What the calling thread sees now. A key without a value stays without.
  static CarriedValues of(List<ScopedValue<?>> keys) {
    ScopedValue.Carrier carrier = null;
    for (ScopedValue<?> key : keys) {
      if (key.isBound()) {
        carrier = with(carrier, key);
      }
    }
    return carrier == null ? NONE : new CarriedValues(carrier);
  }

  void run(Runnable body) {
    if (carrier == null) {
      body.run();
    } else {
      carrier.run(body);
    }
  }

  private static <V> ScopedValue.Carrier with(
      ScopedValue.@Nullable Carrier carrier, ScopedValue<V> key) {
    return carrier == null ? ScopedValue.where(key, key.get()) : carrier.where(key, key.get());
  }
}
