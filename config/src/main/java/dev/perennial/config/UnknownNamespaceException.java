package dev.perennial.config;

/// Somebody asked for options by a name that nobody has. The message says which names there are.
public final class UnknownNamespaceException extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownNamespaceException(String message) {
    super(message);
  }
}
