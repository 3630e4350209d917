package dev.perennial.config;

import java.util.List;

/// What one file says: its section headers, the values that are wanted, the names of others, and
/// what looks wrong in it though it is allowed; all in order.
record IniFile(
    List<Header> headers, List<RawValue> values, List<Name> otherNames, List<Remark> remarks) {

  /// The name of a value that nobody wants, and where it stands.
  record Name(OptionKey key, Origin origin) {}

  /// A section header as written.
  record Header(String section, Origin origin) {}

  /// Something to warn of.
  ///
  /// @param subject what makes two remarks the same, however their line has moved
  record Remark(String subject, ConfigError text) {}
}
