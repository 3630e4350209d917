package dev.perennial.config;

/// A failure that whoever runs a program can mend by what its message says: an option, a file. Its
/// message is told as it is, without type, place and stack trace, when it keeps a program from
/// running.
public interface OperatorMistake {

  /// {@return the status to exit with where `main` cannot go on because of it}
  default int exitStatus() {
    return ConfigException.CONFIGURATION_STATUS;
  }
}
