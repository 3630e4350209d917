package dev.perennial.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The moments, in milliseconds, at which something ran.
final class Runs {

  private final SettableTicker ticker;
  private final List<Long> at = new ArrayList<>();

  Runs(SettableTicker ticker) {
    this.ticker = ticker;
  }

  /// Notes a run and gives its number, from 1.
  int note() {
    at.add(ticker.nanoTime() / 1_000_000);
    return at.size();
  }

  /// Notes a run that takes so long.
  int note(Duration length) {
    int number = note();
    ticker.advance(length);
    return number;
  }

  int count() {
    return at.size();
  }

  List<Long> at() {
    return List.copyOf(at);
  }
}
