package dev.perennial.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The environment variables from which every JVM takes further options.
final class JavaOptionVariables {

  /// The one that the `java` command reads, which alone may name files with options.
  private static final String OF_COMMAND = "JDK_JAVA_OPTIONS";

  /// The one that counts more than the command line.
  static final String LAST = "_JAVA_OPTIONS";

  // In the order in which a JVM takes them; the command line stands before the last one.
  private static final List<String> NAMES = List.of("JAVA_TOOL_OPTIONS", OF_COMMAND, LAST);

  // Blanks separate words, but not between quotes, which may stand anywhere in a word.
  private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]|'[^']*'?|\"[^\"]*\"?)+");

  private JavaOptionVariables() {}

  /// Takes out what two JVMs cannot both have.
  static void keepShareable(Map<String, String> environment) {
    for (String name : NAMES) {
      String shareable = shareable(name, environment.getOrDefault(name, ""));
      if (shareable.isEmpty()) {
        environment.remove(name);
      } else {
        environment.put(name, shareable);
      }
    }
  }

  /// The options in all of them that a second JVM may have too.
  static List<String> options(Map<String, String> environment) {
    return NAMES.stream()
        .flatMap(name -> options(name, environment).stream())
        .filter(option -> !JavaCommandLine.isExclusive(option))
        .toList();
  }

  /// Which of these options and those of a command line a JVM does not follow, because another one
  /// says otherwise and counts more.
  ///
  /// @param words of the command line
  /// @return a sentence for each
  static List<String> overruled(Map<String, String> environment, List<String> words) {
    List<String> overruled = new ArrayList<>();
    for (String name : NAMES) {
      for (String option : options(name, environment)) {
        words.stream()
            .filter(word -> JavaOption.isSame(word, option) && !word.equals(option))
            .reduce((_, last) -> last)
            .ifPresent(word ->
                overruled.add(
                    name.equals(LAST)
                        ? option + " of " + name + " counts, not " + word
                        : word + " counts, not " + option + " of " + name));
      }
    }
    return List.copyOf(overruled);
  }

  private static List<String> options(String name, Map<String, String> environment) {
    List<String> plain =
        words(environment.getOrDefault(name, "")).map(JavaOptionVariables::withoutQuotes).toList();
    return name.equals(OF_COMMAND) ? ArgumentFiles.expand(plain) : plain;
  }

  private static String shareable(String name, String text) {
    return words(text).flatMap(word -> shareableOf(name, word)).collect(Collectors.joining(" "));
  }

  // A file is put in the place of its name only if something has to be taken out of it.
  private static Stream<String> shareableOf(String name, String word) {
    String plain = withoutQuotes(word);
    List<String> inside =
        name.equals(OF_COMMAND) ? ArgumentFiles.expand(List.of(plain)) : List.of(plain);
    return inside.stream().anyMatch(JavaCommandLine::isExclusive)
        ? inside.stream()
            .filter(option -> !JavaCommandLine.isExclusive(option))
            .map(JavaOptionVariables::quoted)
        : Stream.of(word);
  }

  private static Stream<String> words(String text) {
    return WORD.matcher(text).results().map(MatchResult::group);
  }

  private static String withoutQuotes(String word) {
    StringBuilder plain = new StringBuilder();
    char quote = 0;
    for (char c : word.toCharArray()) {
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private static String quoted(String option) {
    return WORD.matcher(option).matches() && option.equals(withoutQuotes(option))
        ? option
        : "\"" + option.replace("\"", "\"'\"'\"") + "\"";
  }
}
