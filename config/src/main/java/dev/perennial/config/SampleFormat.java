package dev.perennial.config;

/// What kind of file a sample is.
public enum SampleFormat {
  /// A configuration file in which every assignment is a comment.
  INI,
  /// Pages for Sphinx, with the directives of the extension that documents OpenStack's options.
  RST,
  /// All that is known of the options, for tools.
  YAML,
  /// The same as YAML, with the same keys.
  JSON
}
