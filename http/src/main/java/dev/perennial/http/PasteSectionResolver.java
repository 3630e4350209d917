package dev.perennial.http;

import dev.perennial.http.PasteFile.Section;
import dev.perennial.http.PasteFile.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what one section stands for. For one use.
final class PasteSectionResolver {

  private final PasteResolver file;
  private final PasteKind kind;
  private final Section section;
  private final PasteTrail trail;
  private final Map<String, String> global;
  private final Map<String, String> globalAdditions = new HashMap<>();
  private final Map<String, String> local = new LinkedHashMap<>();

  PasteSectionResolver(
      PasteResolver file,
      PasteKind kind,
      Section section,
      Map<String, String> inherited,
      PasteTrail trail) {
    this.file = file;
    this.kind = kind;
    this.section = section;
    this.trail = trail;
    this.global = new HashMap<>(file.globals(inherited));
    readValues();
  }

  // What [DEFAULT] has too is global, even if the section says it again.
  private void readValues() {
    PasteVariables variables = file.variables().with(section.values());
    Map<String, Value> copies = new LinkedHashMap<>();
    section
        .values()
        .forEach((key, value) -> {
          if (key.startsWith("set ")) {
            String text = variables.expand(key, value);
            globalAdditions.put(key.substring(4).strip(), text);
          } else if (key.startsWith("get ")) {
            copies.put(key.substring(4).strip(), value);
          } else if (!file.variables().values().containsKey(key)) {
            local.put(key, variables.expand(key, value));
          }
        });
    global.putAll(globalAdditions);
    copies.forEach(
        (key, value) -> local.put(key, globalValue(variables.expand(key, value), value)));
  }

  private String globalValue(String name, Value asked) {
    String text = global.get(name);
    if (text == null) {
      throw new PasteLookup(asked.place(), "there is no '" + name + "' in [DEFAULT] to get");
    }
    return text;
  }

  PasteNode node() {
    Optional<String> filterWith = taken("filter-with");
    // Packages are not looked for: what a factory needs is on the class path or it does not load.
    taken("require");
    PasteNode inner = inner();
    return filterWith
        .<PasteNode>map(name -> new PasteNode.Around(refer(PasteKind.FILTER, name), inner))
        .orElse(inner);
  }

  private PasteNode inner() {
    if (isA("pipeline")) {
      return pipeline();
    }
    if (isA("filter-app")) {
      String next = taken("next").orElseThrow(() -> missing("next"));
      return new PasteNode.Around(made(PasteKind.FILTER), refer(PasteKind.APP, next));
    }
    return made(kind);
  }

  private PasteNode pipeline() {
    String text = taken("pipeline").orElseThrow(() -> missing("pipeline"));
    if (!local.isEmpty()) {
      throw new PasteLookup(
          section.place(),
          "[%s] may have no other settings, but has %s"
              .formatted(section.name(), String.join(", ", local.keySet())));
    }
    List<String> names = PasteResolver.words(text);
    if (names.isEmpty()) {
      throw new PasteLookup(section.place(), "the pipeline of [" + section.name() + "] is empty");
    }
    return file.pipeline(names, from(placeOf("pipeline")));
  }

  private PasteNode made(PasteKind wanted) {
    return taken("use").map(name -> used(wanted, name)).orElseGet(() -> explicit(wanted));
  }

  private PasteNode used(PasteKind wanted, String name) {
    PasteUse use =
        new PasteUse(globalAdditions, local, PasteResolver.fileOf(global), section.place());
    return file.resolve(wanted, name, from(placeOf("use"))).inheritedBy(use);
  }

  private PasteNode explicit(PasteKind wanted) {
    List<String> named = wanted.protocols().stream().filter(local::containsKey).toList();
    if (named.size() != 1) {
      throw new PasteLookup(
          section.place(),
          named.isEmpty()
              ? "[%s] does not say what it is made by: give it 'use' or one of %s"
                  .formatted(section.name(), String.join(", ", wanted.protocols()))
              : "[%s] says more than once what it is made by: %s"
                  .formatted(section.name(), String.join(", ", named)));
    }
    String key = named.getFirst();
    PipelineFactory factory =
        file.references().factories().load(taken(key).orElseThrow(), wanted, placeOf(key));
    return new PasteNode.Made(factory, global, local, file, trail, section.place());
  }

  private PasteNode refer(PasteKind wanted, String name) {
    return file.resolve(wanted, name, from(section.place()));
  }

  private PasteOrigin from(PastePlace place) {
    return new PasteOrigin(global, place, trail);
  }

  private Optional<String> taken(String key) {
    return Optional.ofNullable(local.remove(key));
  }

  private boolean isA(String prefix) {
    return section.name().equals(prefix) || section.name().startsWith(prefix + ":");
  }

  private PastePlace placeOf(String key) {
    Value value = section.values().get(key);
    return value == null ? section.place() : value.place();
  }

  private PasteLookup missing(String key) {
    return new PasteLookup(
        section.place(), "[" + section.name() + "] has no '" + key + "', which it needs");
  }
}
