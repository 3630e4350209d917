package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;

/// What one file says: its section headers, the values that are wanted, the names of others, and
/// what looks wrong in it though it is allowed; all in order.
///
/// @param files its path; of several files as if they were one, all of them
record IniFile(
    List<String> files,
    List<Header> headers,
    List<RawValue> values,
    List<Name> otherNames,
    List<Remark> remarks) {

  /// The name of a value that nobody wants, and where it stands.
  record Name(OptionKey key, Origin origin) {}

  /// A section header as written.
  record Header(String section, Origin origin) {}

  /// Something to warn of.
  ///
  /// @param subject what makes two remarks the same, however their line has moved
  record Remark(String subject, ConfigError text) {}

  /// Several files as if they were one.
  static IniFile joined(List<IniFile> files) {
    IniFile all =
        new IniFile(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    for (IniFile file : files) {
      all.files.addAll(file.files);
      all.headers.addAll(file.headers);
      all.values.addAll(file.values);
      all.otherNames.addAll(file.otherNames);
      all.remarks.addAll(file.remarks);
    }
    return all;
  }
}
