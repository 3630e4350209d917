package dev.perennial.tls;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.config.Live;
import dev.perennial.config.OptionConflict;
import dev.perennial.config.Subscription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// TLS as a program's `[ssl]` section asks for it. All listeners of the program speak it, or none.
///
/// Every method needs a configuration that has [SslOptions] among its groups.
public final class Tls {

  private Tls() {}

  /// Whether the program is to speak TLS.
  ///
  /// @param config the configuration
  /// @return whether a certificate and a key are set
  /// @throws ConfigException naming each option whose file does not exist
  public static boolean enabled(Config config) {
    Live<SslOptions> live = config.live(SslOptions.class);
    SslOptions options = live.get();
    if (!options.isEnabled()) {
      return false;
    }
    Missing missing = new Missing();
    missing.look("cert_file", options.certFile());
    missing.look("ca_file", options.caFile());
    missing.look("key_file", options.keyFile());
    if (!missing.options.isEmpty()) {
      throw live.refusal(missing.asConflict());
    }
    return true;
  }

  /// What to speak TLS with.
  ///
  /// @param config the configuration
  /// @return a context that has read the files; nothing if the program speaks plainly
  /// @throws ConfigException with everything that is wrong with the files
  public static Optional<TlsContext> context(Config config) {
    if (!enabled(config)) {
      return Optional.empty();
    }
    Live<SslOptions> live = config.live(SslOptions.class);
    try {
      return Optional.of(new TlsContext(live.get()));
    } catch (OptionConflict unusable) {
      throw live.refusal(unusable);
    }
  }

  /// Has every later reload of the configuration refused while the files cannot be used, so that a
  /// supervisor replaces no worker by one that could not start.
  ///
  /// @param config the configuration
  /// @return gives the say up
  public static Subscription checkReloads(Config config) {
    return checkReloads(config, _ -> true);
  }

  /// The same for a program that may do without TLS though there are files for it.
  ///
  /// @param config the configuration
  /// @param wanted whether TLS would be spoken with what a reload would put in force
  /// @return gives the say up
  public static Subscription checkReloads(Config config, Predicate<Config> wanted) {
    return config.checkEvery(next -> {
      if (wanted.test(next)) {
        requireUsable(next.live(SslOptions.class));
      }
    });
  }

  private static void requireUsable(Live<SslOptions> live) {
    SslOptions options = live.get();
    if (options.isEnabled()) {
      try {
        TlsContext.check(options, InstantSource.system());
      } catch (OptionConflict unusable) {
        throw live.refusal(unusable);
      }
    }
  }

  /// The options whose files do not exist.
  private static final class Missing {
    private final List<String> options = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    void look(String option, Optional<Path> file) {
      if (file.isPresent() && !Files.exists(file.get())) {
        options.add(option);
        texts.add(option + ": " + file.get() + " does not exist");
      }
    }

    OptionConflict asConflict() {
      return new OptionConflict(String.join("; ", texts), options.toArray(new String[0]));
    }
  }
}
