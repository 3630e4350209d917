package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads one record component and its annotations into an [OptionSpec], and refuses what could only
/// fail later.
final class Declaration {
  /// Names that mean something to the loader itself.
  private static final Set<String> RESERVED =
      Set.of(
          "project",
          "prog",
          "version",
          "usage",
          "help",
          "config_file",
          "config_dir",
          "default_config_files",
          "default_config_dirs");

  private final String section;
  private final String prefix;
  private final DeclaredComponent component;
  private final AnnotationValues opt;

  private Declaration(
      String section, String prefix, DeclaredComponent component, AnnotationValues opt) {
    this.section = section;
    this.prefix = prefix;
    this.component = component;
    this.opt = opt;
  }

  /// @param prefix stands before the name
  static OptionSpec read(String section, String prefix, DeclaredComponent component) {
    Optional<AnnotationValues> opt = component.annotation(Opt.class);
    if (opt.isEmpty()) {
      throw component.refused("has no @Opt");
    }
    return new Declaration(section, prefix, component, opt.get()).spec();
  }

  private OptionSpec spec() {
    DeclaredType declared = DeclaredType.of(component, opt);
    Shape shape = Shape.of(component.type(), opt.flag("multi"));
    boolean absent = shape.absent(declared.type()).isPresent();
    OptionSpec spec =
        new OptionSpec(
            OptionKey.of(section, name()),
            declared.type(),
            shape,
            declared.rules(),
            opt.text("help"),
            unlessUnset(opt.text("def")),
            unlessUnset(opt.text("sampleDefault")),
            oldNames(),
            removal(),
            opt.flag("required")
                || (opt.flag("positional") && !absent && opt.text("def").equals(Opt.UNSET)),
            opt.flag("mutable"),
            opt.flag("secret") || declared.type().scalar() instanceof SecretType,
            opt.flag("advanced"),
            commandLine());
    check(spec);
    return spec;
  }

  private static Optional<String> unlessUnset(String text) {
    return text.equals(Opt.UNSET) ? Optional.empty() : Optional.of(text);
  }

  private String name() {
    String name = opt.text("name").isEmpty() ? snakeCase(component.name()) : opt.text("name");
    String inFiles = checkedName(prefix + name);
    if (section.equals(Group.DEFAULT) && RESERVED.contains(inFiles)) {
      throw component.refused("the name " + inFiles + " is reserved in [DEFAULT]");
    }
    return inFiles;
  }

  private String checkedName(String name) {
    String inFiles = name.replace('-', '_');
    if (!isName(inFiles)) {
      throw component.refused(Quoted.of(name) + " is no name for an option");
    }
    return inFiles;
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char sign = name.charAt(i);
      boolean letter = (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
      if (!letter && (i == 0 || (sign != '_' && (sign < '0' || sign > '9')))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /// `maxPoolSize` is `max_pool_size`, `httpURL` is `http_url`.
  static String snakeCase(String camelCase) {
    StringBuilder snake = new StringBuilder();
    for (int i = 0; i < camelCase.length(); i++) {
      if (i > 0 && isUpper(camelCase, i) && beginsWord(camelCase, i)) {
        snake.append('_');
      }
      snake.append(camelCase.charAt(i));
    }
    return snake.toString().toLowerCase(Locale.ROOT);
  }

  /// Behind a small letter or a digit, or where the last of several capitals begins a word.
  private static boolean beginsWord(String text, int i) {
    char before = text.charAt(i - 1);
    boolean afterSmall = (before >= 'a' && before <= 'z') || (before >= '0' && before <= '9');
    boolean beforeSmall =
        i + 1 < text.length() && text.charAt(i + 1) >= 'a' && text.charAt(i + 1) <= 'z';
    return afterSmall || (isUpper(text, i - 1) && beforeSmall);
  }

  private static boolean isUpper(String text, int i) {
    return text.charAt(i) >= 'A' && text.charAt(i) <= 'Z';
  }

  private List<OptionKey> oldNames() {
    List<OptionKey> names = new ArrayList<>();
    for (String old : opt.texts("was")) {
      int slash = old.indexOf('/');
      String oldSection = slash < 0 ? section : old.substring(0, slash);
      String oldName = old.substring(slash + 1);
      OptionKey key = OptionKey.of(oldSection, oldName(slash < 0 ? prefix : "", oldName));
      if (oldSection.isEmpty()
          || key.equals(OptionKey.of(section, name()))
          || names.contains(key)) {
        throw component.refused(
            Quoted.of(old) + " is no old name: write name, section/name or section/");
      }
      names.add(key);
    }
    return List.copyOf(names);
  }

  private String oldName(String before, String name) {
    return name.isEmpty() ? name() : checkedName(before + name);
  }

  private Optional<Removal> removal() {
    Optional<AnnotationValues> removal = component.annotation(DeprecatedForRemoval.class);
    return removal.isEmpty()
        ? Optional.empty()
        : Optional.of(new Removal(removal.get().text("since"), removal.get().text("reason")));
  }

  private CommandLineForm commandLine() {
    char letter = opt.sign("letter");
    boolean isLetter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    if (letter != ' ' && (!isLetter || letter == 'h' || opt.flag("positional"))) {
      throw component.refused("'" + letter + "' cannot be its letter");
    }
    return new CommandLineForm(
        letter == ' ' ? Optional.empty() : Optional.of(letter),
        opt.flag("positional"),
        opt.text("metavar"));
  }

  private void check(OptionSpec spec) {
    if (spec.commandLine().positional() && spec.isFlag()) {
      throw component.refused("a boolean cannot be positional");
    }
    if (spec.def().isPresent()) {
      checkDefault(spec, spec.def().get());
    } else if (!spec.required() && !spec.mayBeAbsent()) {
      throw component.refused("needs a default, or required = true, or an Optional type");
    }
  }

  private void checkDefault(OptionSpec spec, String text) {
    try {
      spec.checkDefault();
    } catch (BadValue e) {
      String shown = spec.secret() ? "default" : "default " + Quoted.of(text);
      throw component.refused("the " + shown + " " + e.problem());
    }
  }
}
