package dev.perennial.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A sample for tools: maps with sorted keys, lists, texts, numbers and booleans; an empty
/// `Optional` is null. The keys are those that OpenStack's tools read, and a few more.
final class SampleTree {
  private static final Optional<Object> NULL = Optional.empty();

  private SampleTree() {}

  static Map<String, Object> of(
      SampleModel model, SampleFormat format, SampleLayout layout, Collection<String> namespaces) {
    Map<String, Object> sections = new TreeMap<>();
    Map<String, Object> oldNames = new TreeMap<>();
    for (SampleModel.Section section : model.sections()) {
      sections.put(section.name(), section(section));
      section.options().forEach(option -> addOldNames(option, oldNames));
    }
    Map<String, Object> tree = new TreeMap<>();
    tree.put("options", sections);
    tree.put("deprecated_options", oldNames);
    tree.put("generator_options", run(format, layout, namespaces));
    return tree;
  }

  private static Map<String, Object> run(
      SampleFormat format, SampleLayout layout, Collection<String> namespaces) {
    Map<String, Object> run = new TreeMap<>();
    run.put("format_", format.name().toLowerCase(Locale.ROOT));
    run.put("minimal", layout.minimal());
    run.put("summarize", layout.summarize());
    run.put("wrap_width", layout.wrapWidth());
    run.put("namespace", List.copyOf(namespaces));
    return run;
  }

  private static Map<String, Object> section(SampleModel.Section section) {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("help", section.help());
    tree.put("title", section.title());
    tree.put("driver_option", "");
    tree.put("driver_opts", Map.of());
    tree.put("dynamic_group_owner", "");
    tree.put("standard_opts", section.options().stream().map(o -> o.key().name()).toList());
    tree.put(
        "opts",
        section.blocks().stream()
            .flatMap(block -> block.options().stream().map(o -> option(o, block.namespace())))
            .toList());
    return tree;
  }

  private static Map<String, Object> option(OptionSpec option, String namespace) {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("name", option.key().name());
    tree.put("dest", option.key().name());
    tree.put("namespace", namespace);
    tree.put("help", option.help());
    tree.put("type", option.typeDescription());
    tree.put("item_type", option.type().scalar().description());
    tree.put("default", value(option, option.def()));
    tree.put("sample_default", value(option, option.sampleDefault()));
    tree.put("required", option.required());
    tree.put("secret", option.secret());
    tree.put("mutable", option.mutable());
    tree.put("advanced", option.advanced());
    tree.put("short", orNull(option.commandLine().letter().map(String::valueOf)));
    tree.put("positional", option.commandLine().positional());
    tree.put(
        "metavar", orNull(Optional.of(option.commandLine().metavar()).filter(m -> !m.isEmpty())));
    addRules(option, tree);
    addDeprecation(option, tree);
    return tree;
  }

  private static void addRules(OptionSpec option, Map<String, Object> tree) {
    Constraint rules = option.rules();
    tree.put("min", rules.hasMin() ? number(rules.min()) : NULL);
    tree.put("max", rules.hasMax() ? number(rules.max()) : NULL);
    tree.put("min_length", rules.length().min());
    tree.put("max_length", rules.length().max() < Integer.MAX_VALUE ? rules.length().max() : NULL);
    tree.put("regex", orNull(rules.pattern().map(PatternRule::toString)));
    tree.put(
        "choices",
        SampleChoices.of(option).stream()
            .map(c -> List.of(c.text(), orNull(Optional.of(c.help()).filter(h -> !h.isEmpty()))))
            .toList());
  }

  private static void addDeprecation(OptionSpec option, Map<String, Object> tree) {
    tree.put("deprecated_for_removal", option.removal().isPresent());
    tree.put(
        "deprecated_since", orNull(option.removal().map(Removal::since).filter(s -> !s.isEmpty())));
    tree.put(
        "deprecated_reason",
        orNull(option.removal().map(Removal::reason).filter(r -> !r.isEmpty())));
    tree.put(
        "deprecated_opts",
        option.oldNames().stream()
            .map(old -> new TreeMap<>(Map.of("group", old.section(), "name", old.name())))
            .toList());
  }

  private static void addOldNames(OptionSpec option, Map<String, Object> tree) {
    for (OptionKey old : option.oldNames()) {
      Object entry =
          new TreeMap<>(
              Map.of(
                  "name", old.name(),
                  "replacement_group", option.key().section(),
                  "replacement_name", option.key().name()));
      tree.merge(old.section(), List.of(entry), SampleTree::joined);
    }
  }

  private static Object joined(Object one, Object other) {
    return java.util.stream.Stream.concat(((List<?>) one).stream(), ((List<?>) other).stream())
        .toList();
  }

  private static Object orNull(Optional<String> text) {
    return text.isPresent() ? text.get() : NULL;
  }

  private static Object number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1L << 53
        ? (Object) (long) number
        : number;
  }

  /// Typed where that says the same to everybody, and the text of the file otherwise.
  private static Object value(OptionSpec option, Optional<String> text) {
    if (text.isEmpty()) {
      return NULL;
    }
    if (option.secret()) {
      return Secret.MASK;
    }
    try {
      return value(option.convertDefault(text.get()), text.get());
    } catch (BadValue reference) {
      return text.get();
    }
  }

  private static Object value(Object typed, String text) {
    return switch (typed) {
      case Boolean b -> b;
      case Integer i -> i;
      case Long l -> l;
      case Double d -> d;
      case String s -> s;
      case List<?> list -> list.stream().map(item -> value(item, item.toString())).toList();
      case Map<?, ?> map -> {
        Map<String, Object> tree = new TreeMap<>();
        map.forEach((key, item) -> tree.put(key.toString(), value(item, item.toString())));
        yield tree;
      }
      case Optional<?> optional -> optional.isPresent() ? value(optional.get(), text) : NULL;
      case java.util.OptionalInt i -> i.isPresent() ? (Object) i.getAsInt() : NULL;
      case java.util.OptionalLong l -> l.isPresent() ? (Object) l.getAsLong() : NULL;
      case java.util.OptionalDouble d -> d.isPresent() ? (Object) d.getAsDouble() : NULL;
      default -> text;
    };
  }
}
