package dev.perennial.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What one option is, and why: the value in force, where it came from, and the weaker values that
/// it hides. Texts of secrets are four stars.
///
/// @param section the section in its normal letter case
/// @param name the name in files
/// @param text the value as in a file, references replaced; `<None>` when there is none
/// @param origin where it came from
/// @param isDefault whether it is equal to the declared default, wherever it came from
/// @param defaultText the declared default as in a file; `<None>` when there is none
/// @param hidden weaker values, the strongest first; the items of a repeated key hide nothing
public record OptionState(
    String section,
    String name,
    String text,
    Origin origin,
    boolean isDefault,
    String defaultText,
    List<Hidden> hidden) {

  static final Comparator<OptionState> ORDER =
      Comparator.<OptionState, Boolean>comparing(state -> !state.section.equals(Group.DEFAULT))
          .thenComparing(OptionState::section)
          .thenComparing(OptionState::name);

  /// Copies the list.
  public OptionState {
    hidden = List.copyOf(hidden);
  }

  /// A value that a stronger one hides.
  ///
  /// @param text as it was written
  /// @param origin where
  public record Hidden(String text, Origin origin) {}

  static OptionState of(Effective value, ConfigSnapshot snapshot) {
    OptionSpec option = value.option();
    return new OptionState(
        option.key().section(),
        option.key().name(),
        value.shown(),
        value.origin(),
        isDefault(value),
        option.def().map(option::shown).orElse(OptionSpec.ABSENT_TEXT),
        option.isMulti() ? List.of() : hidden(option, snapshot.valuesOf(option.key())));
  }

  private static boolean isDefault(Effective value) {
    if (!value.isSet()) {
      return true;
    }
    OptionSpec option = value.option();
    try {
      return option.def().isPresent()
          ? option.convertDefault(option.def().get()).equals(value.value())
          : option.mayBeAbsent() && option.absentValue().equals(value.value());
    } catch (BadValue reference) {
      return false;
    }
  }

  private static List<Hidden> hidden(OptionSpec option, List<RawValue> values) {
    List<Hidden> hidden = new ArrayList<>();
    for (RawValue weaker : values.reversed()) {
      hidden.add(new Hidden(option.shown(weaker.text()), weaker.origin()));
    }
    if (!hidden.isEmpty()) {
      hidden.removeFirst();
      option
          .def()
          .ifPresent(def -> hidden.add(new Hidden(option.shown(def), new Origin.Default())));
    }
    return hidden;
  }
}
