package dev.perennial.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.config.OptionState;
import java.util.List;

/// The options of a program or of files, as they are shown.
///
/// @param options in the order of showing
record ShownOptions(List<ShownOption> options) {

  /// One of them.
  ///
  /// @param value in force
  /// @param origin where it came from
  /// @param isDefault whether the declared default is the same
  /// @param hides weaker values, the strongest first
  record ShownOption(
      String section,
      String name,
      String value,
      String origin,
      @JsonProperty("isDefault") boolean isDefault,
      List<Hidden> hides) {

    /// @param wanted `name`, which stands in `[DEFAULT]`, or `section.name`
    boolean isCalled(String wanted) {
      return wanted.equals(section + "." + name)
          || (section.equals("DEFAULT") && wanted.equals(name));
    }
  }

  /// A weaker value.
  record Hidden(String value, String origin) {}

  static ShownOptions of(List<OptionState> states) {
    return new ShownOptions(states.stream().map(ShownOptions::shown).toList());
  }

  private static ShownOption shown(OptionState state) {
    return new ShownOption(
        state.section(),
        state.name(),
        state.text(),
        state.origin().toString(),
        state.isDefault(),
        state.hidden().stream().map(h -> new Hidden(h.text(), h.origin().toString())).toList());
  }

  /// Reads the answer of a running program.
  static ShownOptions parse(String json) throws CommandFailure {
    return ProgramJson.read(json, ShownOptions.class);
  }

  /// Those that are asked for, or all.
  ShownOptions only(List<String> wanted) throws CommandFailure {
    for (String name : wanted) {
      if (options.stream().noneMatch(option -> option.isCalled(name))) {
        throw CommandFailure.usage("no option " + name + "; write NAME or SECTION.NAME");
      }
    }
    return wanted.isEmpty()
        ? this
        : new ShownOptions(
            options.stream().filter(o -> wanted.stream().anyMatch(o::isCalled)).toList());
  }

  /// As a configuration file, with origins as comments where they are wanted.
  String text(boolean origins) {
    StringBuilder text = new StringBuilder();
    String section = "";
    for (ShownOption option : options) {
      if (!option.section().equals(section)) {
        section = option.section();
        text.append(text.isEmpty() ? "" : "\n").append('[').append(section).append("]\n");
      }
      if (origins) {
        text.append("# from ").append(option.origin()).append('\n');
        option
            .hides()
            .forEach(weaker ->
                text.append("#   hides ")
                    .append(weaker.value().replace("\n", "\n#     "))
                    .append(" from ")
                    .append(weaker.origin())
                    .append('\n'));
      }
      text.append(option.name()).append(" = ").append(option.value().replace("\n", "\n    "));
      text.append('\n');
    }
    return text.toString();
  }
}
