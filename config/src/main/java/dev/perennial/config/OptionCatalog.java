package dev.perennial.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// The options of everything on a class path, by namespace.
public final class OptionCatalog {

  /// These are asked for one by one: a program seldom uses all of them.
  private static final String OSLO_SERVICE = "oslo.service";

  private static final List<String> PARTS_OF_OSLO_SERVICE =
      List.of(
          "oslo.service.periodic_task",
          "oslo.service.service",
          "oslo.service.sslutils",
          "oslo.service.wsgi");

  private final Map<String, List<GroupSpec>> groups;
  private final Map<String, List<ChangedDefault>> changes;

  private OptionCatalog(
      Map<String, List<GroupSpec>> groups, Map<String, List<ChangedDefault>> changes) {
    this.groups = groups;
    this.changes = changes;
  }

  /// Asks every [OptionProvider] that a class loader finds.
  ///
  /// @param loader of the program whose options are wanted
  /// @return the catalog
  /// @throws ServiceConfigurationError if a provider cannot be made
  /// @throws IllegalArgumentException if a record is declared wrongly; the message names it
  public static OptionCatalog of(ClassLoader loader) {
    return of(ServiceLoader.load(OptionProvider.class, loader));
  }

  static OptionCatalog of(Iterable<OptionProvider> providers) {
    Map<String, List<GroupSpec>> groups = new TreeMap<>();
    Map<String, List<ChangedDefault>> changes = new TreeMap<>();
    for (OptionProvider provider : providers) {
      List<GroupSpec> known = groups.computeIfAbsent(provider.namespace(), _ -> new ArrayList<>());
      changes
          .computeIfAbsent(provider.namespace(), _ -> new ArrayList<>())
          .addAll(provider.changedDefaults());
      for (Class<? extends Record> group : provider.groups()) {
        if (known.stream().noneMatch(spec -> spec.type() == group)) {
          known.add(GroupSpec.of(group));
        }
      }
    }
    return new OptionCatalog(groups, changes);
  }

  /// {@return all namespaces, sorted}
  public List<String> namespaces() {
    return List.copyOf(groups.keySet());
  }

  /// Picks the options of some namespaces.
  ///
  /// @param namespaces which; naming one twice is naming it once
  /// @return the options
  /// @throws UnknownNamespaceException if there is no such namespace
  public OptionSelection select(List<String> namespaces) throws UnknownNamespaceException {
    Map<String, List<GroupSpec>> selected = new LinkedHashMap<>();
    List<ChangedDefault> changed = new ArrayList<>();
    for (String namespace : namespaces.stream().sorted().distinct().toList()) {
      List<GroupSpec> known = groups.get(namespace);
      if (known == null) {
        throw new UnknownNamespaceException(
            "no namespace " + Quoted.of(namespace) + ": " + advice(namespace));
      }
      selected.put(namespace, known);
      changed.addAll(changes.getOrDefault(namespace, List.of()));
    }
    selected.replaceAll((_, specs) -> specs.stream().map(spec -> spec.with(changed)).toList());
    return new OptionSelection(selected);
  }

  private String advice(String namespace) {
    if (namespace.equals(OSLO_SERVICE)) {
      return "it has parts, ask for those that the program uses: "
          + String.join(", ", PARTS_OF_OSLO_SERVICE);
    }
    String near = Suggestion.hint(namespace, groups.keySet());
    if (!near.isEmpty()) {
      return near;
    }
    return groups.isEmpty()
        ? "nothing on the class path provides options"
        : "there are " + String.join(", ", groups.keySet());
  }
}
