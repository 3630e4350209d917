package dev.perennial.config;

import java.util.List;

/// What one file says: its section headers and its assignments, both in order.
record IniFile(List<Header> headers, List<RawValue> values) {

  /// A section header as written.
  record Header(String section, Origin origin) {}
}
