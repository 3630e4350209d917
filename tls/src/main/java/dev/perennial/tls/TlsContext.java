package dev.perennial.tls;

import dev.perennial.config.OptionConflict;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;

/// The server side of TLS, made of files that may change while it is in use.
///
/// Each connection keeps what it began with. Once other files were read, connections that begin
/// later get what is in them; files that cannot be used are refused, with a line in the log, and
/// what was good last stays.
///
/// Thread-safe. Asking for an engine never waits for files.
public final class TlsContext {

  private static final Logger LOG = System.getLogger("dev.perennial.tls");

  /// Why files are refused need not be in them: perhaps there was no descriptor left to read them.
  private static final Duration BETWEEN_TRIES = Duration.ofMinutes(1);

  private final ReentrantLock reading = new ReentrantLock();
  private final SslOptions options;
  private final InstantSource clock;
  private final Function<SslOptions, LoadedTls> reader;
  private volatile LoadedTls loaded;
  private volatile Optional<String> problem = Optional.empty();

  // The files as they were when they were read last, for good or bad, and as they were looked at
  // last. Guarded by the lock.
  private FileStamps read;
  private FileStamps seen;

  // When to read files again that have not changed, because they were refused. Guarded by the lock.
  private Instant again = Instant.MAX;

  /// Reads the files.
  ///
  /// @param options which files, and what to allow
  /// @throws OptionConflict with everything that is wrong with them
  public TlsContext(SslOptions options) {
    this(options, InstantSource.system(), LoadedTls::load);
  }

  TlsContext(SslOptions options, InstantSource clock, Function<SslOptions, LoadedTls> reader) {
    this.options = options;
    this.clock = clock;
    this.reader = reader;
    this.read = FileStamps.of(options.files());
    this.seen = read;
    this.loaded = reader.apply(options);
    warnOfStrangers(loaded);
    warnOfCiphers(options);
    loaded
        .flawAt(clock.instant())
        .ifPresentOrElse(
            flaw -> LOG.log(Level.WARNING, "{0}: clients will refuse it", flaw),
            () -> LOG.log(Level.INFO, "TLS with {0}", description(loaded)));
  }

  /// An engine for one accepted connection.
  ///
  /// @return a new engine, its handshake not begun
  public SSLEngine serverEngine() {
    return loaded.serverEngine();
  }

  /// When the certificate that is served ends, or one of those behind it if that is sooner.
  ///
  /// @return a moment; past if it has ended
  public Instant expiresAt() {
    return loaded.expiresAt();
  }

  /// Whose certificate is served.
  ///
  /// @return the name of its subject, such as `CN=api.example.org`
  public String subject() {
    return loaded.subject();
  }

  /// Why files that changed were refused.
  ///
  /// @return a text for operators; nothing when what is served is what was read last
  public Optional<String> problem() {
    return problem;
  }

  /// Reads the files again, whether they have changed or not.
  ///
  /// @return whether they are served now; if not, [#problem()] says why, and so does the log
  public boolean reload() {
    return readAgain(false);
  }

  // A try that nobody asked for, and that meets the same as the one before, is no news.
  private boolean readAgain(boolean isSecondTry) {
    reading.lock();
    try {
      read = FileStamps.of(options.files());
      seen = read;
      again = clock.instant().plus(BETWEEN_TRIES);
      LoadedTls fresh = reader.apply(options);
      requireValid(fresh, clock.instant());
      again = Instant.MAX;
      loaded = fresh;
      problem = Optional.empty();
      warnOfStrangers(fresh);
      LOG.log(Level.INFO, "TLS goes on with {0}", description(fresh));
      return true;
    } catch (RuntimeException refused) {
      Optional<String> why = Optional.of(cause(refused));
      if (!isSecondTry || !why.equals(problem)) {
        problem = why;
        LOG.log(
            Level.ERROR,
            "TLS stays with {0}: the files of [ssl] cannot be used: {1}",
            description(loaded),
            why.get());
      }
      return false;
    } finally {
      reading.unlock();
    }
  }

  private void requireValid(LoadedTls fresh, Instant now) {
    if (fresh.validFrom().isAfter(now) && fresh.validFrom().isBefore(again)) {
      again = fresh.validFrom();
    }
    requireFlawless(fresh, now);
  }

  // Whatever somebody puts into a file must neither end the service nor keep it from looking again.
  private static String cause(RuntimeException refused) {
    return refused instanceof OptionConflict
        ? String.valueOf(refused.getMessage())
        : refused.toString();
  }

  /// Looks whether the files have changed, and reads them again if so, or if they were refused a
  /// minute ago, or are valid from now on. Whoever serves calls this every few seconds. Files that
  /// were still changing between this look and the one before are left to the next, because they
  /// may be half written.
  ///
  /// @return whether other files than before are served now
  public boolean follow() {
    reading.lock();
    try {
      FileStamps now = FileStamps.of(options.files());
      boolean isSettled = now.equals(seen);
      seen = now;
      boolean isSame = now.equals(read);
      boolean isDue = !isSame || !clock.instant().isBefore(again);
      return isSettled && isDue && readAgain(isSame);
    } finally {
      reading.unlock();
    }
  }

  /// Whether the files could be served from now on, which changes nothing.
  ///
  /// @throws OptionConflict with everything that is wrong with them
  static void check(SslOptions options, InstantSource clock) {
    requireFlawless(LoadedTls.load(options), clock.instant());
  }

  private static void requireFlawless(LoadedTls fresh, Instant now) {
    Optional<String> flaw = fresh.flawAt(now);
    if (flaw.isPresent()) {
      throw new OptionConflict("cert_file: " + flaw.get(), "cert_file");
    }
  }

  private static void warnOfStrangers(LoadedTls tls) {
    List<String> strangers = tls.chain().namesOfStrangers();
    if (!strangers.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "cert_file has certificates that do not vouch for that of {0}, and clients are not shown"
              + " them: {1}",
          tls.subject(),
          String.join("; ", strangers));
    }
  }

  private static void warnOfCiphers(SslOptions options) {
    List<String> words = options.ciphers().map(CipherList::excludingNothing).orElse(List.of());
    if (!words.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "ciphers: nothing is excluded by {0}, which is no word of OpenSSL that is known here",
          String.join(", ", words));
    }
  }

  private static String description(LoadedTls tls) {
    return "the certificate of " + tls.subject() + ", valid until " + tls.expiresAt();
  }
}
