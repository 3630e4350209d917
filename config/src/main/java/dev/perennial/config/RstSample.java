package dev.perennial.config;

import java.util.List;
import java.util.stream.Collectors;

/// Writes a sample as reStructuredText: a chapter for each section, with the directives of the
/// Sphinx extension for OpenStack's options.
final class RstSample {
  private final SampleLayout layout;
  private final StringBuilder text = new StringBuilder();

  private RstSample(SampleLayout layout) {
    this.layout = layout;
  }

  static String text(SampleModel model, SampleLayout layout) {
    RstSample sample = new RstSample(layout);
    model.sections().stream().filter(s -> !s.blocks().isEmpty()).forEach(sample::section);
    return sample.text.toString();
  }

  private void section(SampleModel.Section section) {
    text.append(text.isEmpty() ? "" : "\n");
    text.append(section.name()).append('\n').append("=".repeat(section.name().length()));
    text.append("\n\n.. oslo.config:group:: ").append(section.name()).append('\n');
    if (!section.help().isBlank()) {
      text.append('\n');
      paragraph("  ", section.help().strip());
    }
    section.blocks().forEach(block -> block(section.name(), block));
  }

  /// The anchor carries the namespace, because `[DEFAULT]` is in many pages of a manual.
  private void block(String section, SampleModel.Block block) {
    String heading = "From " + block.namespace();
    text.append("\n.. _").append(block.namespace()).append('-').append(section).append(":\n\n");
    text.append(heading).append('\n').append("-".repeat(heading.length())).append('\n');
    block.options().stream()
        .filter(option -> option.required() || !layout.minimal())
        .forEach(this::option);
  }

  private void option(OptionSpec option) {
    text.append("\n.. oslo.config:option:: ").append(option.key().name()).append("\n\n");
    field("Type", option.typeDescription());
    field(
        "Default",
        SampleValue.texts(option).stream()
            .map(RstSample::literal)
            .collect(Collectors.joining(", ")));
    if (option.rules().hasMin()) {
      field("Minimum Value", ValueType.plain(option.rules().min()));
    }
    if (option.rules().hasMax()) {
      field("Maximum Value", ValueType.plain(option.rules().max()));
    }
    choices(SampleChoices.of(option));
    marks(option);
    if (!option.help().isBlank()) {
      text.append('\n');
      paragraph("  ", layout.help(option));
    }
    oldNames(option.oldNames());
    option.removal().ifPresent(this::removal);
  }

  private void choices(List<Choice> choices) {
    if (!choices.isEmpty()) {
      field(
          "Valid Values",
          choices.stream().map(c -> literal(c.text())).collect(Collectors.joining(", ")));
    }
  }

  private void marks(OptionSpec option) {
    mark("Required", option.required());
    mark("Secret", option.secret());
    mark("Mutable", option.mutable());
    mark("Advanced", option.advanced());
  }

  private void mark(String name, boolean set) {
    if (set) {
      field(name, "yes");
    }
  }

  private void oldNames(List<OptionKey> names) {
    if (!names.isEmpty()) {
      text.append("\n  Old names, which still work:\n\n");
      names.forEach(old -> paragraph("  ", "* ``[" + old.section() + "]`` ``" + old.name() + "``"));
    }
  }

  private void removal(Removal removal) {
    text.append("\n  .. warning::\n");
    String since = removal.since().isEmpty() ? "" : " (announced in " + removal.since() + ")";
    paragraph("     ", "This option will be removed" + since + ".");
    if (!removal.reason().isEmpty()) {
      paragraph("     ", removal.reason());
    }
  }

  private void field(String name, String value) {
    text.append("  :").append(name).append(": ").append(value).append('\n');
  }

  private static String literal(String value) {
    return value.isEmpty() ? "``''``" : "``" + Quoted.onOneLine(value) + "``";
  }

  private void paragraph(String indent, String paragraph) {
    Wrapping.lines(paragraph, layout.wrapWidth(), indent)
        .forEach(line -> text.append(line).append('\n'));
  }
}
