package dev.perennial.config;

import java.util.List;

/// Writes a sample as a configuration file. The shape is the one that OpenStack's services have, so
/// that people and their tools know their way.
final class IniSample {
  private final SampleLayout layout;
  private final StringBuilder text = new StringBuilder();

  private IniSample(SampleLayout layout) {
    this.layout = layout;
  }

  static String text(SampleModel model, SampleLayout layout) {
    IniSample sample = new IniSample(layout);
    for (SampleModel.Section section : model.sections()) {
      sample.section(section);
    }
    return sample.text.toString();
  }

  private void section(SampleModel.Section section) {
    text.append(text.isEmpty() ? "" : "\n\n").append('[').append(section.name()).append("]\n");
    if (!section.help().isBlank()) {
      comment(section.help().strip());
    }
    for (SampleModel.Block block : section.blocks()) {
      text.append("\n#\n# From ").append(block.namespace()).append("\n#\n");
      block.options().stream().filter(this::isWanted).forEach(this::option);
    }
  }

  private boolean isWanted(OptionSpec option) {
    return option.required() || !layout.minimal();
  }

  private void option(OptionSpec option) {
    text.append('\n');
    comment(help(option));
    SampleNotes.of(option).forEach(this::comment);
    String sign = layout.minimal() && SampleValue.isKnown(option) ? "" : "#";
    for (String value : SampleValue.texts(option)) {
      assignment(sign, option.key().name(), value);
    }
  }

  private String help(OptionSpec option) {
    String help = layout.help(option);
    String prefix =
        option.removal().isPresent() && !help.startsWith("DEPRECATED") ? "DEPRECATED: " : "";
    return (prefix + help + " (" + option.typeDescription() + ")").strip();
  }

  /// Further lines are indented, so that they belong to the value also without the comment sign.
  private void assignment(String sign, String name, String value) {
    String lines = value.isEmpty() ? "" : " " + value.replace("\n", "\n" + sign + "    ");
    text.append(sign).append(name).append(" =").append(lines).append('\n');
  }

  private void comment(String paragraphs) {
    List<String> lines = Wrapping.lines(paragraphs, layout.wrapWidth(), "# ");
    lines.forEach(line -> text.append(line).append('\n'));
  }
}
