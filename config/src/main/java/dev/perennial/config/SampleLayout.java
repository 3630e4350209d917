package dev.perennial.config;

/// How much a sample says.
///
/// @param minimal only options without which no program starts, ready to be filled in
/// @param summarize only the first paragraph of each help text
/// @param wrapWidth the length at which help is wrapped; 0 means that every paragraph is one line
public record SampleLayout(boolean minimal, boolean summarize, int wrapWidth) {

  /// Everything, wrapped at 70.
  public static final SampleLayout COMPLETE = new SampleLayout(false, false, 70);

  /// Checks the width.
  ///
  /// @throws IllegalArgumentException if the width is negative
  public SampleLayout {
    if (wrapWidth < 0) {
      throw new IllegalArgumentException("the wrap width must not be negative: " + wrapWidth);
    }
  }

  /// The help of an option as far as it is wanted.
  String help(OptionSpec option) {
    String help = option.help().strip();
    int paragraph = help.indexOf("\n\n");
    return summarize && paragraph >= 0
        ? help.substring(0, paragraph).stripTrailing() + " The documentation says more."
        : help;
  }
}
