package dev.perennial.service;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// The connections of this process to message buses, for `perennial status`. For any thread.
public final class BusConnections {

  /// A connection and whose it is.
  ///
  /// @param service for which it is shown
  /// @param connection how it stands
  public record Shown(String service, BusConnection connection) {}

  private record Source(String service, Supplier<List<BusConnection>> now) {}

  private static final BusConnections OF_PROCESS = new BusConnections();

  private final List<Source> sources = new CopyOnWriteArrayList<>();

  BusConnections() {}

  /// The connections of this process.
  ///
  /// @return always the same
  public static BusConnections ofProcess() {
    return OF_PROCESS;
  }

  /// Shows some from now on.
  ///
  /// @param service for which they are shown
  /// @param now says how they stand; called by a thread that hears orders as well, so it must not
  ///   wait
  /// @return ends it
  public Runnable show(String service, Supplier<List<BusConnection>> now) {
    Source source = new Source(service, now);
    sources.add(source);
    return () -> sources.remove(source);
  }

  /// All of them.
  ///
  /// @return a momentary view
  public List<Shown> now() {
    return sources.stream()
        .flatMap(
            source -> source.now().get().stream().map(each -> new Shown(source.service(), each)))
        .toList();
  }
}
