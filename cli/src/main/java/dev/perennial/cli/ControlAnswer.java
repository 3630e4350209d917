package dev.perennial.cli;

/// What a program answered.
///
/// @param ok whether it did what it was asked for
/// @param text for people, or JSON
record ControlAnswer(boolean ok, String text) {

  private static final String OK = "ok";
  private static final String FAILED = "failed";

  static ControlAnswer parse(String line) throws CommandFailure {
    int blank = line.indexOf(' ');
    String word = blank < 0 ? line : line.substring(0, blank);
    if (!word.equals(OK) && !word.equals(FAILED)) {
      throw CommandFailure.failed("the program gave an answer that is none: " + line);
    }
    return new ControlAnswer(word.equals(OK), blank < 0 ? "" : unescape(line.substring(blank + 1)));
  }

  String textOrFail() throws CommandFailure {
    if (!ok) {
      throw CommandFailure.failed(text);
    }
    return text;
  }

  // Blanks and line ends inside a word are escaped with a backslash.
  private static String unescape(String word) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      plain.append(c == '\\' && i + 1 < word.length() ? meaning(word.charAt(++i)) : c);
    }
    return plain.toString();
  }

  private static char meaning(char escaped) {
    return switch (escaped) {
      case 's' -> ' ';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> escaped;
    };
  }
}
