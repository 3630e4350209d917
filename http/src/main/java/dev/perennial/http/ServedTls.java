package dev.perennial.http;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.config.Subscription;
import dev.perennial.schedule.Timers;
import dev.perennial.tls.Tls;
import dev.perennial.tls.TlsContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The TLS of a service over all of its starts: what the configuration says at each of them, and,
/// while it serves, what the files say now.
final class ServedTls {

  private static final Logger LOG = System.getLogger("dev.perennial.http");

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final Config config;
  private final Predicate<Config> wanted;
  private final Timers timers;
  private final Supplier<ServedCertificate> certificate;
  private volatile Optional<TlsContext> context;

  // The say in reloads. Before the first start too: a supervisor has what its workers start.
  private final AtomicReference<Subscription> say;

  // NEW ──start──► SERVING ◄──start── IDLE
  //                   └──────stop──────▲
  // A stop before the first start leads to IDLE too. The driver of the service causes the
  // transitions, but a stop may come from any thread; the timer reads them.
  private enum State {
    NEW,
    SERVING,
    IDLE
  }

  private volatile State state = State.NEW;

  // Whether there was a certificate at an earlier start. Without one there are no metrics of it.
  private volatile boolean told;

  // Counts the starts: what an earlier one has planned does not go on after it.
  private volatile int run;

  /// Reads the files, so that a mistake in them shows before anything is started.
  ///
  /// @throws ConfigException with everything that is wrong with them
  ///
  /// @param wanted whether TLS is spoken if there are files for it
  /// @param certificate makes what tells of it; asked for when it is served
  ServedTls(
      Config config,
      Predicate<Config> wanted,
      Timers timers,
      Supplier<ServedCertificate> certificate) {
    this.config = config;
    this.wanted = wanted;
    this.timers = timers;
    this.certificate = certificate;
    this.context = read();
    this.say = new AtomicReference<>(Tls.checkReloads(config, wanted));
  }

  /// What is served now.
  Optional<TlsContext> context() {
    return context;
  }

  /// What to serve with from now on. A start after the first reads the files again, and goes on
  /// with what was good last if it cannot.
  ///
  /// @throws RuntimeException if there is nothing to go on with: plainly is not what was asked for
  Optional<TlsContext> start() {
    if (state == State.IDLE) {
      context = readAgain();
      say.getAndSet(Tls.checkReloads(config, wanted)).close();
    }
    if (state != State.SERVING && context.isPresent()) {
      run++;
      lookLater(run);
    }
    state = State.SERVING;
    tell();
    return context;
  }

  void stop() {
    state = State.IDLE;
    say.get().close();
  }

  /// Reads the files again for connections that come from now on.
  void reload() {
    if (state == State.SERVING) {
      context.ifPresent(TlsContext::reload);
      tell();
    }
  }

  private Optional<TlsContext> read() {
    return wanted.test(config) ? Tls.context(config) : Optional.empty();
  }

  private Optional<TlsContext> readAgain() {
    try {
      return read();
    } catch (RuntimeException unusable) {
      if (context.isEmpty()) {
        throw unusable;
      }
      LOG.log(Level.ERROR, "TLS stays as it was: {0}", unusable.getMessage());
      return context;
    }
  }

  private void tell() {
    if (context.isPresent()) {
      told = true;
      certificate.get().tell(context.get());
    } else if (told) {
      certificate.get().withdraw();
    }
  }

  private void lookLater(int of) {
    timers.after(BETWEEN_LOOKS, () -> look(of));
  }

  private void look(int of) {
    if (state == State.SERVING && run == of) {
      try {
        context.ifPresent(TlsContext::follow);
        tell();
      } finally {
        lookLater(of);
      }
    }
  }
}
