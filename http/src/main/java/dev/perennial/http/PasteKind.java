package dev.perennial.http;

import java.util.List;

/// What a reference in a file of pipelines stands for, and the words for it there.
enum PasteKind {
  APP(
      List.of(
          List.of("app", "application"),
          List.of("composite", "composit"),
          List.of("pipeline"),
          List.of("filter-app")),
      List.of("paste.app_factory", "paste.composite_factory", "paste.composit_factory")),
  FILTER(List.of(List.of("filter")), List.of("paste.filter_factory", "paste.filter_app_factory"));

  private final List<List<String>> prefixes;
  private final List<String> protocols;

  PasteKind(List<List<String>> prefixes, List<String> protocols) {
    this.prefixes = prefixes;
    this.protocols = protocols;
  }

  /// The kinds of sections that can be meant; of several spellings of one, the first that fits.
  List<List<String>> prefixes() {
    return prefixes;
  }

  /// The keys that name a factory.
  List<String> protocols() {
    return protocols;
  }

  String prefixText() {
    return String.join(", ", prefixes.stream().flatMap(List::stream).toList());
  }
}
