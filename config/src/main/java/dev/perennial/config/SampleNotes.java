package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;

/// What a sample says of an option besides its help, a paragraph each: the rules for values, then
/// what else is worth knowing.
final class SampleNotes {
  private final OptionSpec option;
  private final List<String> notes = new ArrayList<>();

  private SampleNotes(OptionSpec option) {
    this.option = option;
  }

  static List<String> of(OptionSpec option) {
    SampleNotes notes = new SampleNotes(option);
    notes.bounds();
    notes.choices();
    notes.text();
    notes.items();
    notes.marks();
    notes.oldNames();
    notes.removal();
    notes.caution();
    return notes.notes;
  }

  private void bounds() {
    Constraint rules = option.rules();
    if (rules.hasMin()) {
      notes.add("Minimum value: " + ValueType.plain(rules.min()));
    }
    if (rules.hasMax()) {
      notes.add("Maximum value: " + ValueType.plain(rules.max()));
    }
  }

  private void choices() {
    List<Choice> choices = SampleChoices.of(option);
    if (!choices.isEmpty()) {
      notes.add("Possible values:");
    }
    for (Choice choice : choices) {
      String text = choice.text().isEmpty() ? "''" : choice.text();
      notes.add(text + " - " + (choice.help().isEmpty() ? "(not described)" : choice.help()));
    }
  }

  private void text() {
    Constraint rules = option.rules();
    if (rules.length().min() > 0) {
      notes.add("Minimum length: " + rules.length().min());
    }
    if (rules.length().max() < Integer.MAX_VALUE) {
      notes.add("Maximum length: " + rules.length().max());
    }
    rules.pattern().ifPresent(pattern -> notes.add("Must match: " + pattern));
  }

  private void items() {
    boolean isPlain = option.type().scalar() instanceof TextType;
    boolean hasItems = option.isMulti() || option.type().scalar() != plainType();
    if (hasItems && !isPlain) {
      notes.add("Type of each item: " + option.type().scalar().description());
    }
  }

  private ValueType plainType() {
    return option.type() instanceof RuledType ruled ? ruled.type() : option.type();
  }

  private void marks() {
    if (option.required()) {
      notes.add("Required: no program starts without a value.");
    }
    if (option.secret()) {
      notes.add("Secret: the value is shown nowhere.");
    }
    if (option.mutable()) {
      notes.add("Mutable: a running program takes over a new value.");
    }
  }

  private void oldNames() {
    for (OptionKey old : option.oldNames()) {
      notes.add("Deprecated group/name - [" + old.section() + "]/" + old.name());
    }
  }

  private void removal() {
    option
        .removal()
        .ifPresent(removal -> {
          String since = removal.since().isEmpty() ? "" : " (announced in " + removal.since() + ")";
          notes.add("This option will be removed" + since + ", and is ignored then.");
          if (!removal.reason().isEmpty()) {
            notes.add("Reason: " + removal.reason());
          }
        });
  }

  private void caution() {
    if (option.advanced()) {
      notes.add("Advanced: few people need this, and a wrong value can cost stability or speed.");
    }
    if (option.sampleDefault().isPresent()) {
      notes.add("\nThe value below is an example: each machine has a default of its own.");
    }
  }
}
