package dev.perennial.http;

import java.nio.file.Path;

/// An application cannot be put together from a file of pipelines, because a section that it needs
/// is not there, is ambiguous, or does not say what it is made by.
public final class PasteAppNotFoundException extends PipelineException {

  private static final long serialVersionUID = 1;

  private final String name;
  private final transient Path path;

  PasteAppNotFoundException(String name, Path path, PasteLookup failure) {
    super("cannot load app '" + name + "' from " + path + ": " + failure.getMessage());
    this.name = name;
    this.path = path;
  }

  /// The application that was wanted.
  ///
  /// @return its name
  public String name() {
    return name;
  }

  /// The file in which it was looked for.
  ///
  /// @return its path
  public Path path() {
    return path;
  }
}
