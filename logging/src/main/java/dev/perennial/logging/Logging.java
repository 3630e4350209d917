package dev.perennial.logging;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.config.OptionConflict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// Where the records of this process go, what of them, and in which form: as [LogOptions] say.
///
/// A program that registers [LogOptions] need do nothing else: each of its processes is set up
/// before its services start, follows changes of the options, and opens its files again on SIGUSR1.
/// [#setup] may be called besides, at any time and repeatedly, as early as the configuration is
/// there; [#setupOrExit] is for a `main`.
///
/// Records are written to `log_file`, to standard error with `use_stderr`, to the journal with
/// `use_journal`, to standard output if none of the three is wanted, and to the system log with
/// `use_syslog`. All processes of a program append to the same file, whole records at a time.
///
/// Whoever logs never waits for a disk or a reader. What cannot be written is kept, up to 4 MiB for
/// each outlet; what comes then is lost, counted in [#lost()] and told in the log once it can be
/// written again. Values of secret options are masked wherever they occur in a message or a stack
/// trace, if they have at least four characters. With `log_config_append` so do the handlers of the
/// root logger that have a formatter; those of other loggers write what they get.
///
/// Thread-safe.
public final class Logging {

  private static final Object LOCK = new Object();

  private static Optional<Setup> current = Optional.empty();

  /// What the last setup made.
  ///
  /// @param config whose options these are
  /// @param options as they were
  /// @param product as it was named
  /// @param process name of this process
  /// @param handler none if a configuration of the JDK was appended
  /// @param leveled loggers with a level of their own, held because the JDK forgets them otherwise
  private record Setup(
      Config config,
      LogOptions options,
      String product,
      String process,
      Optional<OutletHandler> handler,
      List<Logger> leveled) {

    boolean hasOutletsOf(Config config, LogOptions options, String product, String process) {
      return this.config == config
          && this.product.equals(product)
          && this.process.equals(process)
          && this.options.withLevelsOf(options).equals(options);
    }
  }

  private Logging() {}

  /// Sets logging up as the configuration says. The first setup takes the place of whatever was
  /// before; later ones leave alone what others have added meanwhile, and no record is lost while
  /// they exchange files. If it fails, all stays as it was.
  ///
  /// @param config the configuration; must have [LogOptions] among its groups
  /// @param product what the program belongs to, `%(project)s` in formats
  /// @throws ConfigException saying where it was named, if a file cannot be opened or read
  /// @throws IllegalArgumentException if the program did not register [LogOptions]
  public static void setup(Config config, String product) {
    synchronized (LOCK) {
      setup(config, product, current.map(Setup::process).orElse("main"));
    }
  }

  /// Sets logging up in the `main` of a program that does not run without its log. If it fails, the
  /// errors are printed, one line each, and end the program with status 78, or with 2 if an
  /// argument is to blame.
  ///
  /// @param config the configuration; must have [LogOptions] among its groups
  /// @param product what the program belongs to, `%(project)s` in formats
  /// @throws IllegalArgumentException if the program did not register [LogOptions]
  public static void setupOrExit(Config config, String product) {
    try {
      setup(config, product);
    } catch (ConfigException refused) {
      refused.printAndExit();
    }
  }

  /// Like [#setup], for a process whose name has become known.
  static void setupProcess(Config config, String process) {
    synchronized (LOCK) {
      setup(config, current.map(Setup::product).orElse(config.programName()), process);
    }
  }

  private static void setup(Config config, String product, String process) {
    LogOptions options = config.get(LogOptions.class);
    try {
      current =
          Optional.of(
              options.logConfigAppend().isPresent()
                  ? appended(config, options, product, process)
                  : outlets(config, options, product, process));
    } catch (IOException failure) {
      throw refusal(config, options, String.valueOf(failure.getMessage()));
    }
  }

  private static ConfigException refusal(Config config, LogOptions options, String why) {
    return config
        .live(LogOptions.class)
        .refusal(new OptionConflict(why, options.outletNames().toArray(String[]::new)));
  }

  private static Setup appended(Config config, LogOptions options, String product, String process)
      throws IOException {
    UnaryOperator<String> mask = config.secretMask();
    JdkConfiguration.read(options.logConfigAppend().orElseThrow())
        .apply(handler -> MaskingFormatter.addTo(handler, mask));
    return new Setup(config, options, product, process, Optional.empty(), List.of());
  }

  private static Setup outlets(Config config, LogOptions options, String product, String process)
      throws IOException {
    Optional<Setup> before =
        current.filter(setup -> setup.handler().filter(Logging::isInstalled).isPresent());
    OutletHandler handler;
    if (before.isEmpty()) {
      handler = new OutletHandler(OpenOutlets.open(config, options, product, process));
      // Takes away the handlers and levels of all loggers.
      LogManager.getLogManager().reset();
      root().addHandler(handler);
    } else {
      handler = before.get().handler().orElseThrow();
      if (!before.get().hasOutletsOf(config, options, product, process)) {
        handler.exchange(OpenOutlets.open(config, options, product, process));
      }
    }
    List<Logger> leveled = applyLevels(options);
    before.ifPresent(setup -> forgetLevels(setup.leveled(), leveled));
    return new Setup(config, options, product, process, Optional.of(handler), leveled);
  }

  // Not so after a reset of the JDK's by somebody else.
  private static boolean isInstalled(OutletHandler handler) {
    return List.of(root().getHandlers()).contains(handler);
  }

  private static List<Logger> applyLevels(LogOptions options) {
    root().setLevel(options.debug() ? Level.FINE : Level.INFO);
    List<Logger> leveled = new ArrayList<>();
    for (Map.Entry<String, LogLevel> entry : options.defaultLogLevels().entrySet()) {
      Logger logger = Logger.getLogger(entry.getKey());
      logger.setLevel(entry.getValue().threshold());
      leveled.add(logger);
    }
    return leveled;
  }

  private static void forgetLevels(List<Logger> before, List<Logger> leveled) {
    before.stream().filter(logger -> !leveled.contains(logger)).forEach(l -> l.setLevel(null));
  }

  private static Logger root() {
    return Logger.getLogger("");
  }

  /// Opens the log file again, because it was renamed. The records that were logged before and are
  /// not written yet go to the new file.
  ///
  /// @throws IOException in words for an operator, if it cannot be opened; what was open stays open
  public static void reopen() throws IOException {
    Optional<OutletHandler> handler = handler();
    if (handler.isPresent()) {
      handler.get().reopen();
    }
  }

  /// Waits until all records are written, for a second at most, and not for what cannot be written.
  public static void flush() {
    handler().ifPresent(OutletHandler::flush);
  }

  /// {@return how many records of this process were lost since a setup opened the files that are
  /// written to, because they could not be written}
  public static long lost() {
    return handler().map(OutletHandler::lost).orElse(0L);
  }

  private static Optional<OutletHandler> handler() {
    synchronized (LOCK) {
      return current.flatMap(Setup::handler);
    }
  }
}
