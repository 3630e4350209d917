package dev.perennial.http;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Follows references out of a section: to another file, or to a factory.
///
/// ```
/// config:other.ini#name      a section of another file, found from the directory of this one
/// egg:Package#name           a factory, by a name that the program gave it
/// call:module:function       the same
/// ```
final class PasteReferences {

  /// The name of a section that has none.
  static final String MAIN = "main";

  private static final Pattern REFERENCE = Pattern.compile("^[a-zA-Z]+:.*", Pattern.DOTALL);

  private final PipelineFactories factories;
  private final Map<Path, PasteFile> files = new HashMap<>();

  PasteReferences(PipelineFactories factories) {
    this.factories = factories;
  }

  static boolean isReference(String name) {
    return REFERENCE.matcher(name).matches();
  }

  PipelineFactories factories() {
    return factories;
  }

  PasteFile file(Path path) {
    return files.computeIfAbsent(path.toAbsolutePath().normalize(), PasteReader::read);
  }

  PasteNode resolve(PasteResolver from, PasteKind kind, String reference, PasteOrigin origin) {
    int colon = reference.indexOf(':');
    String scheme = reference.substring(0, colon).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "config" -> elsewhere(from, kind, reference.substring(colon + 1), origin);
      case "egg", "call" ->
          new PasteNode.Made(
              factories.load(reference, kind, origin.place()),
              from.globals(origin.global()),
              Map.of(),
              from,
              origin.trail(),
              origin.place());
      default ->
          throw new PasteLookup(
              origin.place(), "'" + reference + "' begins neither with config:, egg: nor call:");
    };
  }

  private PasteNode elsewhere(
      PasteResolver from, PasteKind kind, String reference, PasteOrigin origin) {
    int hash = reference.indexOf('#');
    String path = hash < 0 ? reference : reference.substring(0, hash);
    String name = hash < 0 ? MAIN : reference.substring(hash + 1);
    PasteResolver there =
        PasteResolver.of(file(from.file().path().resolveSibling(path)), origin.global(), this);
    return there.resolve(kind, name, origin);
  }
}
