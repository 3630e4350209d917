package dev.perennial.backdoor;

import dev.perennial.config.Config;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.Service;
import java.util.List;
import java.util.Optional;

/// What a Java console is bound to: `config`, `services` and `launcher`. Public because snippets
/// are compiled apart from this module; of no use elsewhere.
public final class LiveObjects {

  private record Bound(Config config, List<Service> services, Optional<Object> launcher) {}

  private static volatile Optional<Bound> bound = Optional.empty();

  private LiveObjects() {}

  static void bind(Config config, ProcessContext context) {
    bound = Optional.of(new Bound(config, context.services(), Optional.of(context.launcher())));
  }

  /// Of a program without a launcher.
  static void bindIfAbsent(Config config) {
    if (bound.isEmpty()) {
      bound = Optional.of(new Bound(config, List.of(), Optional.empty()));
    }
  }

  /// The configuration of the program.
  ///
  /// @return the live one
  /// @throws IllegalStateException if this process has no backdoor
  public static Config config() {
    return bound().config();
  }

  /// The services that run in this process.
  ///
  /// @return the live ones; none in a program without a launcher
  /// @throws IllegalStateException if this process has no backdoor
  public static List<Service> services() {
    return bound().services();
  }

  /// The object that the program's `main` awaits.
  ///
  /// @return nothing in a program without a launcher
  /// @throws IllegalStateException if this process has no backdoor
  public static Optional<Object> launcher() {
    return bound().launcher();
  }

  private static Bound bound() {
    return bound.orElseThrow(() -> new IllegalStateException("this process has no backdoor"));
  }
}
