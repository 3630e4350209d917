package dev.perennial.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/// A configuration that cannot be used, with all the reasons at once.
public final class ConfigException extends RuntimeException implements OperatorMistake {
  @Serial private static final long serialVersionUID = 1L;

  /// Exit status of a program whose command line is wrong.
  public static final int USAGE_STATUS = 2;

  /// Exit status of a program whose configuration is wrong, as `sysexits.h` numbers it.
  public static final int CONFIGURATION_STATUS = 78;

  private final transient List<ConfigError> errors;

  ConfigException(List<ConfigError> errors) {
    super(errors.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
    this.errors = List.copyOf(errors);
  }

  /// {@return everything that is wrong; never empty}
  public List<ConfigError> errors() {
    return errors;
  }

  /// Prints the errors on standard error, one line each, and ends the program with [#exitStatus()],
  /// as [ConfigBuilder#loadOrExit] does.
  public void printAndExit() {
    errors.forEach(System.err::println);
    System.exit(exitStatus());
  }

  /// {@return the status to exit with} A wrong command line counts more than a wrong file, because
  /// it decides which files are read.
  @Override
  public int exitStatus() {
    boolean usage = errors.stream().anyMatch(error -> error.kind() == ConfigError.Kind.USAGE);
    return usage ? USAGE_STATUS : CONFIGURATION_STATUS;
  }
}
