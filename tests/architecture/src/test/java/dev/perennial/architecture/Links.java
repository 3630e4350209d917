package dev.perennial.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The links between documents: each leads to a file of the project, or to a heading in one.
///
/// @param exists whether there is a file or folder of that path below the root
/// @param documents the text of a document
record Links(Predicate<String> exists, Function<String, Optional<TextFile>> documents) {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("#+ +(.*)");

  /// Those of a document that lead nowhere.
  List<String> broken(TextFile document) {
    return prose(document)
        .flatMap(line -> LINK.matcher(line).results())
        .map(link -> link.group(1))
        .filter(target -> !ELSEWHERE.matcher(target).matches() && !leads(document, target))
        .map(target -> document.path() + " links to " + target)
        .toList();
  }

  private boolean leads(TextFile document, String target) {
    int mark = target.indexOf('#');
    String file = mark < 0 ? target : target.substring(0, mark);
    String path =
        file.isEmpty()
            ? document.path()
            : Path.of(document.path()).resolveSibling(file).normalize().toString();
    return exists.test(path) && (mark < 0 || hasHeading(path, target.substring(mark + 1)));
  }

  private boolean hasHeading(String path, String anchor) {
    return documents
        .apply(path)
        .map(Links::prose)
        .map(lines ->
            lines
                .flatMap(line -> HEADING.matcher(line).results())
                .anyMatch(heading -> anchorOf(heading).equals(anchor)))
        .orElse(false);
  }

  // As GitHub makes them.
  private static String anchorOf(MatchResult heading) {
    return heading
        .group(1)
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}\\-_ ]", "")
        .replace(' ', '-');
  }

  /// The lines that are no code.
  private static Stream<String> prose(TextFile document) {
    List<String> prose = new ArrayList<>();
    boolean isCode = false;
    for (String line : document.lines()) {
      boolean isFence = line.strip().startsWith("```");
      isCode ^= isFence;
      if (!isCode && !isFence) {
        prose.add(line);
      }
    }
    return prose.stream();
  }
}
