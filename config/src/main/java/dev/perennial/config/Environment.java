package dev.perennial.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The environment variables that set options: `OS_GROUP__NAME`, in capitals, with two underscores
/// between group and name, and `DEFAULT` as the group of options that have none.
///
/// The variable of an option is made from its declared name, never the other way round, so that an
/// underscore cannot be mistaken for a separator. A variable that is set but empty counts.
final class Environment {
  private static final String PREFIX = "OS_";
  private static final String SEPARATOR = "__";

  private final Registry registry;
  private final OldNames oldNames;
  private final Map<String, String> variables;
  private final Map<String, OptionSpec> present = new HashMap<>();

  /// @throws IllegalArgumentException if two options would have the same variable
  Environment(Registry registry, Map<String, String> variables, OldNames oldNames) {
    this.registry = registry;
    this.oldNames = oldNames;
    this.variables = variables;
    for (OptionSpec option : registry.options()) {
      OptionSpec other = present.putIfAbsent(name(option.key()), option);
      if (other != null) {
        throw new IllegalArgumentException(
            "variable "
                + name(option.key())
                + " would belong to "
                + other.key()
                + " and to "
                + option.key());
      }
    }
  }

  static String name(OptionKey key) {
    return (PREFIX + key.section() + SEPARATOR + key.name()).toUpperCase(Locale.ROOT);
  }

  /// {@return what the variables set} The items of a repeated option stand between commas.
  List<RawValue> values() {
    List<RawValue> values = new ArrayList<>();
    if (variables.isEmpty()) {
      return values;
    }
    for (OptionSpec option : registry.options()) {
      add(option, values);
    }
    return values;
  }

  /// What the variables set of a group that is not registered, such as that of a source.
  List<RawValue> valuesOf(GroupSpec group) {
    List<RawValue> values = new ArrayList<>();
    for (OptionSpec option : group.options()) {
      add(option, values);
    }
    return values;
  }

  boolean has(OptionKey key) {
    return variables.containsKey(name(key));
  }

  private void add(OptionSpec option, List<RawValue> values) {
    String text = variables.get(name(option.key()));
    if (text != null) {
      add(option, name(option.key()), text, values);
      return;
    }
    for (OptionKey old : option.oldNames()) {
      String oldText = variables.get(name(old));
      if (oldText != null) {
        oldNames.warn(old, option.key(), new Origin.Variable(name(old)));
        add(option, name(old), oldText, values);
        return;
      }
    }
  }

  private static void add(OptionSpec option, String variable, String text, List<RawValue> values) {
    Origin origin = new Origin.Variable(variable);
    List<String> pieces = option.isMulti() ? Pieces.of(text) : List.of(text);
    for (String piece : pieces.isEmpty() ? List.of("") : pieces) {
      values.add(new RawValue(option.key(), piece, origin));
    }
  }

  /// Variables that look like those of a registered group and set nothing.
  List<String> unknown() {
    List<String> unknown = new ArrayList<>();
    for (String variable : variables.keySet()) {
      if (variable.startsWith(PREFIX)
          && !present.containsKey(variable)
          && belongsToGroup(variable)
          && !variable.equals(name(ExternalSources.CONFIG_SOURCE))
          && !isOldName(variable)) {
        unknown.add(variable);
      }
    }
    Collections.sort(unknown);
    return unknown;
  }

  private boolean belongsToGroup(String variable) {
    for (GroupSpec group : registry.groups()) {
      if (variable.startsWith(name(new OptionKey(group.section(), "")))) {
        return true;
      }
    }
    return false;
  }

  private boolean isOldName(String variable) {
    for (OptionSpec option : registry.options()) {
      for (OptionKey old : option.oldNames()) {
        if (name(old).equals(variable)) {
          return true;
        }
      }
    }
    return false;
  }

  String suggestion(String unknown) {
    return Suggestion.hint(unknown, present.keySet());
  }
}
