package dev.perennial.http;

import dev.perennial.http.PasteFile.Section;
import dev.perennial.http.PasteFile.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what the sections of one file refer to.
///
/// @param file what was read
/// @param variables the values of `[DEFAULT]`, and those of files that refer to this one
/// @param references leads to other files and to factories
record PasteResolver(PasteFile file, PasteVariables variables, PasteReferences references) {

  private static final String FILE = "__file__";

  /// The resolver of a file that is used from elsewhere.
  ///
  /// @param inherited the global values there
  static PasteResolver of(
      PasteFile file, Map<String, String> inherited, PasteReferences references) {
    PastePlace whole = PastePlace.whole(file.path());
    Map<String, Value> values = new HashMap<>();
    inherited.forEach(
        (key, text) -> values.put(key, new Value(PasteVariables.literal(text), whole)));
    values.putAll(file.defaults());
    String directory = String.valueOf(file.path().getParent());
    values.put("here", new Value(PasteVariables.literal(directory), whole));
    values.put(FILE, new Value(PasteVariables.literal(file.path().toString()), whole));
    return new PasteResolver(file, new PasteVariables(Map.copyOf(values)), references);
  }

  /// @param name of a section, or a whole reference
  PasteNode resolve(PasteKind kind, String name, PasteOrigin origin) {
    if (PasteReferences.isReference(name)) {
      return references.resolve(this, kind, name, origin);
    }
    Section section = find(kind, name, origin.place());
    PasteTrail trail = origin.trail().to(section);
    return new PasteSectionResolver(this, kind, section, origin.global(), trail).node();
  }

  /// Several of them; what is missing in any is told of at once.
  List<PasteNode> resolveAll(PasteKind kind, List<String> names, PasteOrigin origin) {
    List<PasteNode> nodes = new ArrayList<>();
    List<PasteLookup> failures = new ArrayList<>();
    for (String name : names) {
      try {
        nodes.add(resolve(kind, name, origin));
      } catch (PasteLookup failure) {
        failures.add(failure);
      }
    }
    if (!failures.isEmpty()) {
      throw PasteLookup.of(failures);
    }
    return nodes;
  }

  /// Filters and, as the last one, an application.
  PasteNode pipeline(List<String> names, PasteOrigin origin) {
    int last = names.size() - 1;
    List<PasteNode> filters = resolveAll(PasteKind.FILTER, names.subList(0, last), origin);
    return new PasteNode.Pipeline(filters, resolve(PasteKind.APP, names.get(last), origin));
  }

  private Section find(PasteKind kind, String name, PastePlace asked) {
    List<Section> found = new ArrayList<>();
    for (List<String> spellings : kind.prefixes()) {
      spellings.stream()
          .map(prefix -> sections(prefix, name))
          .filter(sections -> !sections.isEmpty())
          .findFirst()
          .ifPresent(found::addAll);
    }
    if (found.isEmpty()) {
      throw new PasteLookup(
          asked,
          "no section '%s' (prefixed by %s) in %s".formatted(name, kind.prefixText(), file.path()));
    }
    if (found.size() > 1) {
      throw new PasteLookup(
          asked,
          "'%s' is ambiguous: it may be %s"
              .formatted(
                  name,
                  String.join(
                      " or ",
                      found.stream().map(s -> "[" + s.name() + "] at " + s.place()).toList())));
    }
    return found.getFirst();
  }

  private List<Section> sections(String prefix, String name) {
    return file.sections().values().stream()
        .filter(section -> isNamed(section.name(), prefix, name))
        .toList();
  }

  // A section without a name is the main one of its kind.
  private static boolean isNamed(String section, String prefix, String name) {
    return section.startsWith(prefix + ":")
        ? section.substring(prefix.length() + 1).strip().equals(name)
        : section.equals(prefix) && name.equals(PasteReferences.MAIN);
  }

  /// The global values that a section begins with.
  Map<String, String> globals(Map<String, String> inherited) {
    Map<String, String> all = new HashMap<>(variables.expanded());
    all.putAll(inherited);
    return all;
  }

  static Optional<String> fileOf(Map<String, String> globals) {
    return Optional.ofNullable(globals.get(FILE));
  }

  static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
