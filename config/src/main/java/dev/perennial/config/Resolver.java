package dev.perennial.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns a snapshot into typed values, one option after the other, and adds an error for each that
/// cannot be turned.
///
/// The strongest text of an option counts: overrides by code, then arguments, environment, files,
/// external sources; a later file over an earlier one, a later line over an earlier one. An option
/// with repeated keys takes those of the arguments, then those of the strongest layer below that
/// has any; overrides by code replace them all.
///
/// References are replaced first, by the values of the options that they name, so that resolving
/// one option may resolve others on the way.
final class Resolver {
  private final Registry registry;
  private final ConfigSnapshot snapshot;
  private final Problems problems;
  private final Map<OptionKey, Optional<Effective>> done = new HashMap<>();
  private final Set<OptionKey> underWay = new LinkedHashSet<>();

  private Resolver(Registry registry, ConfigSnapshot snapshot, Problems problems) {
    this.registry = registry;
    this.snapshot = snapshot;
    this.problems = problems;
  }

  /// {@return the value of every option that has a good one}
  static Map<OptionKey, Effective> resolve(
      Registry registry, ConfigSnapshot snapshot, Problems problems) {
    Resolver resolver = new Resolver(registry, snapshot, problems);
    Map<OptionKey, Effective> values = new LinkedHashMap<>();
    for (OptionSpec option : registry.options()) {
      Optional<Effective> value = resolver.resolve(option);
      if (value.isPresent()) {
        values.put(option.key(), value.get());
      }
    }
    return values;
  }

  /// The value of an option that another one refers to.
  Effective referred(OptionSpec option) throws BadValue {
    if (underWay.contains(option.key())) {
      throw BadValue.quoting("refers to itself: " + path(option.key()), "");
    }
    return resolve(option).orElseThrow(() -> BadValue.TOLD);
  }

  private String path(OptionKey end) {
    List<String> path = new ArrayList<>();
    for (OptionKey key : underWay) {
      if (!path.isEmpty() || key.equals(end)) {
        path.add(key.toString());
      }
    }
    path.add(end.toString());
    return String.join(" -> ", path);
  }

  private Optional<Effective> resolve(OptionSpec option) {
    Optional<Effective> known = done.get(option.key());
    if (known != null) {
      return known;
    }
    underWay.add(option.key());
    Optional<Effective> value = fresh(option);
    underWay.remove(option.key());
    done.put(option.key(), value);
    return value;
  }

  private Optional<Effective> fresh(OptionSpec option) {
    List<RawValue> texts = snapshot.valuesOf(option.key());
    if (texts.isEmpty()) {
      return withoutText(option);
    }
    return option.isMulti() ? repeated(option, texts) : single(option, texts.getLast());
  }

  private Optional<Effective> withoutText(OptionSpec option) {
    Origin origin = new Origin.Default();
    if (option.def().isPresent()) {
      return converted(option, option.def().get(), origin);
    }
    if (option.required()) {
      if (problems.allRead()) {
        problems.add(missing(option));
      }
      return Optional.empty();
    }
    return Optional.of(new Effective(option, option.absentValue(), OptionSpec.ABSENT_TEXT, origin));
  }

  private static ConfigError missing(OptionSpec option) {
    if (option.commandLine().positional()) {
      String text = "argument " + option.placeholder() + " is missing: " + option.key();
      return new ConfigError(ConfigError.Kind.USAGE, Optional.empty(), text, "");
    }
    String hint = "set it in a file or with " + Flags.name(option.key(), "");
    return ConfigError.nowhere(option.key() + " is required but not set", hint);
  }

  private Optional<Effective> single(OptionSpec option, RawValue raw) {
    if (option.required() && option.isAbsent(raw.text())) {
      problems.add(ConfigError.at(raw.origin(), option.key() + " is required but empty"));
      return Optional.empty();
    }
    return converted(option, raw.text(), raw.origin());
  }

  private Optional<Effective> repeated(OptionSpec option, List<RawValue> texts) {
    List<Object> items = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    boolean secret = false;
    List<RawValue> counting = counting(texts);
    for (RawValue raw : counting) {
      Optional<Effective> item = converted(option, raw.text(), raw.origin());
      if (item.isPresent() && !item.get().isKnown()) {
        return Optional.of(Effective.unknown(option, raw.origin()));
      }
      if (item.isPresent()) {
        items.add(item.get().value());
        shown.add(item.get().text());
        secret |= item.get().option().secret();
      }
    }
    if (items.size() < counting.size()) {
      return Optional.empty();
    }
    OptionSpec masked = secret ? option.asSecret() : option;
    Origin origin = texts.getLast().origin();
    return Optional.of(new Effective(masked, List.copyOf(items), String.join(", ", shown), origin));
  }

  /// Those of the arguments first, then those of the strongest layer below.
  private static List<RawValue> counting(List<RawValue> texts) {
    if (Layer.of(texts.getLast().origin()) == Layer.CODE) {
      return of(Layer.CODE, texts);
    }
    List<RawValue> counting = of(Layer.ARGUMENT, texts);
    for (Layer below : List.of(Layer.ENVIRONMENT, Layer.FILE, Layer.SOURCE)) {
      List<RawValue> found = of(below, texts);
      if (!found.isEmpty()) {
        counting.addAll(found);
        return counting;
      }
    }
    return counting;
  }

  private static List<RawValue> of(Layer layer, List<RawValue> texts) {
    List<RawValue> found = new ArrayList<>();
    for (RawValue raw : texts) {
      if (Layer.of(raw.origin()) == layer) {
        found.add(raw);
      }
    }
    return found;
  }

  private Optional<Effective> converted(OptionSpec option, String text, Origin origin) {
    ReferenceLookup lookup = new ReferenceLookup(this, registry, option);
    try {
      String expanded = References.expand(text, lookup);
      OptionSpec masked = lookup.sawSecret() ? option.asSecret() : option;
      Object value =
          origin instanceof Origin.Default
              ? option.convertDefault(expanded)
              : option.convert(expanded);
      return Optional.of(new Effective(masked, value, expanded, origin));
    } catch (BadValue e) {
      if (e == BadValue.UNKNOWN) {
        return Optional.of(Effective.unknown(option, origin));
      }
      if (e != BadValue.TOLD) {
        problems.add(error(option, text, origin, e, option.secret() || lookup.sawSecret()));
      }
      return Optional.empty();
    }
  }

  private static ConfigError error(
      OptionSpec option, String text, Origin origin, BadValue e, boolean secret) {
    return secret
        ? ConfigError.at(origin, option.key() + ": the secret value " + e.problemOfSecret())
        : ConfigError.at(
            origin, option.key() + ": " + Quoted.of(text) + " " + e.problem(), e.hint());
  }
}
