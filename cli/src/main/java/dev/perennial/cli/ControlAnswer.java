package dev.perennial.cli;

import dev.perennial.launcher.Fields;
import java.util.List;

/// What a program answered.
///
/// @param ok whether it did what it was asked for
/// @param text for people, or JSON
record ControlAnswer(boolean ok, String text) {

  private static final String OK = "ok";
  private static final String FAILED = "failed";

  static ControlAnswer parse(String line) throws CommandFailure {
    List<String> words = Fields.split(line);
    String word = words.getFirst();
    if (!word.equals(OK) && !word.equals(FAILED)) {
      throw CommandFailure.failed("the program gave an answer that is none: " + line);
    }
    return new ControlAnswer(word.equals(OK), String.join(" ", words.subList(1, words.size())));
  }

  /// Whether it is what processes of the program said, in JSON; that none could do it is told so
  /// too.
  boolean isOfProcesses() {
    return ok || text.startsWith("{");
  }

  String textOrFail() throws CommandFailure {
    if (!ok) {
      throw CommandFailure.failed(text);
    }
    return text;
  }
}
