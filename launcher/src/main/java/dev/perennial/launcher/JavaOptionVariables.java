package dev.perennial.launcher;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The environment variables from which every JVM takes further options.
final class JavaOptionVariables {

  private static final List<String> NAMES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  // Blanks separate words, but not between quotes, which may stand anywhere in a word.
  private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]|'[^']*'?|\"[^\"]*\"?)+");

  private JavaOptionVariables() {}

  /// Takes out what two JVMs cannot both have.
  static void keepShareable(Map<String, String> environment) {
    for (String name : NAMES) {
      String shareable = shareable(environment.getOrDefault(name, ""));
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
        .flatMap(name -> words(environment.getOrDefault(name, "")))
        .map(JavaOptionVariables::withoutQuotes)
        .filter(option -> !JavaCommandLine.isExclusive(option))
        .toList();
  }

  private static String shareable(String text) {
    return words(text)
        .filter(word -> !JavaCommandLine.isExclusive(withoutQuotes(word)))
        .collect(Collectors.joining(" "));
  }

  private static Stream<String> words(String text) {
    return WORD.matcher(text).results().map(MatchResult::group);
  }

  private static String withoutQuotes(String word) {
    return word.replaceAll("['\"]", "");
  }
}
