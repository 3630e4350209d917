package dev.perennial.launcher;

import dev.perennial.config.Candidate;
import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import java.lang.System.Logger.Level;

/// What came of reading the configuration for a reload.
sealed interface ReadConfig {

  /// It can be used.
  ///
  /// @param candidate what may take the place of the running one
  record Usable(Candidate candidate) implements ReadConfig {}

  /// It cannot be used.
  ///
  /// @param why in words for an operator
  record Refused(String why) implements ReadConfig {}

  /// Reads it. Whatever is thrown meanwhile is a refusal: the one who waits for the end of a reload
  /// has to hear of it.
  static ReadConfig read(Config config, RestartMethod method) {
    try {
      return new Usable(
          switch (method) {
            case RELOAD -> config.prepareReload();
            case MUTATE -> config.prepareMutate();
          });
    } catch (ConfigException refused) {
      return new Refused(String.valueOf(refused.getMessage()));
    } catch (RuntimeException | Error failure) {
      // A source or a check of the program's own, or a class whose file was replaced meanwhile.
      System.getLogger("dev.perennial.launcher")
          .log(Level.ERROR, "the configuration cannot be read", failure);
      return new Refused(OneLine.of(failure));
    }
  }

  /// Tells operators and the service manager of a refusal.
  ///
  /// @param why in words for an operator; secrets in it are masked here
  /// @return the same for those who wait for the reload
  static String tellRefused(String why, Config config, SystemdReports manager) {
    String text =
        "reload refused, the running configuration stays: " + config.secretMask().apply(why);
    System.getLogger("dev.perennial.launcher").log(Level.ERROR, text);
    manager.reloaded("running; the last reload was refused");
    return text;
  }
}
