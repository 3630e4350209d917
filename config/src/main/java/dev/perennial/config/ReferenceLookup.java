package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Looks up the references in the texts of one option, and remembers whether one was to a secret:
/// then the whole is one.
final class ReferenceLookup implements References.Lookup {
  private final Resolver resolver;
  private final Registry registry;
  private final OptionSpec from;
  private boolean secret;

  ReferenceLookup(Resolver resolver, Registry registry, OptionSpec from) {
    this.resolver = resolver;
    this.registry = registry;
    this.from = from;
  }

  boolean sawSecret() {
    return secret;
  }

  @Override
  public String textOf(String name) throws BadValue {
    OptionSpec option = find(name).orElseThrow(() -> unknown(name));
    Effective value = resolver.referred(option);
    secret |= value.option().secret();
    if (!value.isKnown()) {
      throw BadValue.UNKNOWN;
    }
    return text(value);
  }

  /// A name without a dot is looked for beside the option first.
  private Optional<OptionSpec> find(String name) {
    int dot = name.indexOf('.');
    if (dot >= 0) {
      return registry.option(OptionKey.of(name.substring(0, dot), name.substring(dot + 1)));
    }
    Optional<OptionSpec> beside = registry.option(new OptionKey(from.key().section(), name));
    return beside.isPresent() ? beside : registry.option(new OptionKey(Group.DEFAULT, name));
  }

  private BadValue unknown(String name) {
    boolean group = registry.groups().stream().anyMatch(g -> g.section().equals(name));
    List<String> names = new ArrayList<>();
    for (OptionSpec option : registry.options()) {
      OptionKey key = option.key();
      if (key.inDefault() || key.section().equals(from.key().section())) {
        names.add(key.name());
      }
      names.add(key.section() + "." + key.name());
    }
    return BadValue.quoting(
        "refers to " + Quoted.of("$" + name) + ", which is " + (group ? "a group" : "no option"),
        group ? "write $" + name + ".option" : Suggestion.hint(name, names));
  }

  /// Booleans are written as the files of OpenStack services expect them in a text.
  // No switch over types: every start passes here, and each would be made anew by the JVM.
  private static String text(Effective value) {
    Optional<?> wrapped = wrapped(value.value());
    if (wrapped.isEmpty()) {
      return "";
    }
    Object bare = wrapped.get();
    if (bare instanceof Boolean bool) {
      return bool ? "True" : "False";
    }
    if (bare instanceof Double number) {
      return DecimalType.text(number);
    }
    boolean isPlain = bare instanceof Integer || bare instanceof Long || bare instanceof String;
    return isPlain ? bare.toString() : value.text();
  }

  private static Optional<?> wrapped(Object value) {
    if (value instanceof Optional<?> some) {
      return some;
    }
    if (value instanceof OptionalInt some) {
      return some.isPresent() ? Optional.of(some.getAsInt()) : Optional.empty();
    }
    if (value instanceof OptionalLong some) {
      return some.isPresent() ? Optional.of(some.getAsLong()) : Optional.empty();
    }
    if (value instanceof OptionalDouble some) {
      return some.isPresent() ? Optional.of(some.getAsDouble()) : Optional.empty();
    }
    return Optional.of(value);
  }
}
