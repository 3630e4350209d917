package dev.perennial.http;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a file of pipelines says, with nothing filled in.
///
/// @param path where it is, absolute
/// @param sections by their whole names; always one named [#DEFAULT]
record PasteFile(Path path, Map<String, Section> sections) {

  /// The section whose values all others see.
  static final String DEFAULT = "DEFAULT";

  /// @param text as it is written; lines are separated by line feeds
  record Value(String text, PastePlace place) {}

  /// @param values by key, in the order of the file
  record Section(String name, PastePlace place, Map<String, Value> values) {

    static Section empty(String name, PastePlace place) {
      return new Section(name, place, new LinkedHashMap<>());
    }
  }

  Map<String, Value> defaults() {
    Section defaults = sections.get(DEFAULT);
    return defaults == null ? Map.of() : defaults.values();
  }
}
