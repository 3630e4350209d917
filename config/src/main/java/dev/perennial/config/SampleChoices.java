package dev.perennial.config;

import java.util.List;

/// The only values that an option accepts, whether its type or a rule says so.
final class SampleChoices {
  private SampleChoices() {}

  static List<Choice> of(OptionSpec option) {
    if (option.rules().choices().isEmpty() && option.type().scalar() instanceof EnumType type) {
      return type.names().stream().map(name -> new Choice(name, "")).toList();
    }
    return option.rules().choices();
  }
}
