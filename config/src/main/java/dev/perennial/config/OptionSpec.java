package dev.perennial.config;

import java.util.List;
import java.util.Optional;

/// Everything declared about one option, as plain data. Two declarations are equal when all of it
/// is equal, the help included.
///
/// @param key section and present name
/// @param type what turns a text into a value, rules included; of a repeated key, the single item
/// @param shape what wraps the value
/// @param rules what values must satisfy beyond their type; part of `type` already
/// @param help what the option does
/// @param def the default, as in a file
/// @param sampleDefault what samples show instead of the default
/// @param oldNames section and name of old names that still work, the preferred first
/// @param removal set when the option will go away
/// @param required whether a value must be there
/// @param mutable whether a running program can take over a new value
/// @param secret whether the value is hidden everywhere
/// @param advanced whether few people need it
/// @param commandLine how it stands on a command line
record OptionSpec(
    OptionKey key,
    ValueType type,
    Shape shape,
    Constraint rules,
    String help,
    Optional<String> def,
    Optional<String> sampleDefault,
    List<OptionKey> oldNames,
    Optional<Removal> removal,
    boolean required,
    boolean mutable,
    boolean secret,
    boolean advanced,
    CommandLineForm commandLine) {

  /// What the option is when nothing sets it and nothing was declared.
  static final String ABSENT_TEXT = "<None>";

  boolean isFlag() {
    return type instanceof BooleanType && !isMulti();
  }

  boolean isMulti() {
    return shape == Shape.MULTI;
  }

  /// What samples say of the type: `integer value`, `multi valued`.
  String typeDescription() {
    return isMulti() ? "multi valued" : type.description();
  }

  /// What `--help` writes for the value.
  String placeholder() {
    if (!commandLine.metavar().isEmpty()) {
      return commandLine.metavar();
    }
    return rules.choices().isEmpty() ? type.placeholder() : String.join("|", rules.choiceTexts());
  }

  /// An empty text satisfies a required text, and nothing else.
  boolean isAbsent(String text) {
    return text.isBlank() && !isMulti() && !type.acceptsEmpty();
  }

  /// The value for the text of one assignment; of a repeated key, the single item.
  Object convert(String text) throws BadValue {
    boolean absent = shape != Shape.SINGLE && isAbsent(text);
    return absent ? absentValue() : shape.wrapped(type.convert(text));
  }

  /// A default is written on one line, so the items of a repeated key stand between commas there.
  Object convertDefault(String text) throws BadValue {
    return isMulti() ? new ListType(type, Bounds.NONE, Count.ANY).convert(text) : convert(text);
  }

  boolean mayBeAbsent() {
    return shape.absent(type).isPresent();
  }

  /// The value when neither text nor default is there.
  Object absentValue() {
    Optional<Object> absent = shape.absent(type);
    if (absent.isEmpty()) {
      throw new IllegalStateException(key + " has no value");
    }
    return absent.get();
  }

  /// Shows a text in messages, or hides it.
  String shown(String text) {
    return secret ? Secret.MASK : text;
  }

  /// The same option, but hidden: its value was made from a secret.
  OptionSpec asSecret() {
    return with(def, true);
  }

  /// The same option with another default.
  ///
  /// @throws IllegalArgumentException if the option does not accept it
  OptionSpec withDefault(String text) {
    OptionSpec changed = with(Optional.of(text), secret);
    try {
      changed.checkDefault();
    } catch (BadValue e) {
      throw new IllegalArgumentException(key + ": the default " + e.problem(), e);
    }
    return changed;
  }

  /// A default that refers to other options is checked when their values are known.
  void checkDefault() throws BadValue {
    if (def.isPresent() && !References.areIn(def.get())) {
      convertDefault(References.unescaped(def.get()));
    }
  }

  private OptionSpec with(Optional<String> newDefault, boolean newSecret) {
    return new OptionSpec(
        key,
        type,
        shape,
        rules,
        help,
        newDefault,
        sampleDefault,
        oldNames,
        removal,
        required,
        mutable,
        newSecret,
        advanced,
        commandLine);
  }
}
