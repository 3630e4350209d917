package dev.perennial.backdoor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line that somebody typed: a name, and perhaps arguments in parentheses, as in Python.
///
/// @param name of the command
/// @param argument without its quotes
record Invocation(String name, Optional<String> argument) {

  // name, name(), name(word), name('text'), name("text")
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*(\\w+)\\s*(?:\\(\\s*(?:'([^'\"]*)'|\"([^'\"]*)\"|([^()'\"]*?))\\s*\\))?\\s*;?\\s*");

  /// @return nothing if the line has no such form
  static Optional<Invocation> parse(String line) {
    Matcher form = FORM.matcher(line);
    if (!form.matches()) {
      return Optional.empty();
    }
    String name = String.valueOf(form.group(1));
    for (int quoted : List.of(2, 3)) {
      if (form.group(quoted) != null) {
        return Optional.of(new Invocation(name, Optional.of(String.valueOf(form.group(quoted)))));
      }
    }
    Optional<String> word = Optional.ofNullable(form.group(4)).filter(text -> !text.isEmpty());
    return Optional.of(new Invocation(name, word));
  }
}
