package dev.perennial.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that was probably meant: the nearest one by edits (insert, delete, replace, swap
/// two neighbours), letter case aside, if it is near enough to be more than a guess.
final class Suggestion {
  /// Longer words are not compared: the table of edits grows with the square of the length.
  private static final int LONGEST = 100;

  private Suggestion() {}

  /// {@return the nearest candidate, or nothing when none is near}
  static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = fold(word);
    Optional<String> best = Optional.empty();
    int fewest = tolerated(word) + 1;
    for (String candidate : candidates) {
      // As many edits as the lengths differ are needed at least.
      if (Math.abs(candidate.length() - wanted.length()) > tolerated(word)) {
        continue;
      }
      int edits = distance(wanted, fold(candidate));
      boolean earlier = best.isPresent() && candidate.compareTo(best.get()) < 0;
      if (edits < fewest || (edits == fewest && earlier)) {
        fewest = edits;
        best = Optional.of(candidate);
      }
    }
    return best;
  }

  /// {@return a hint for the end of a message, empty when no candidate is near}
  static String hint(String word, Collection<String> candidates) {
    Optional<String> near = nearest(word, candidates);
    return near.isPresent() ? "did you mean " + near.get() + "?" : "";
  }

  /// Any single letter is one edit away from any other, and from nothing.
  private static int tolerated(String word) {
    return word.length() < 2 ? 0 : Math.max(1, word.length() / 3);
  }

  private static String fold(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, a, b, i, j);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int cheapest(int[][] edits, String a, String b, int i, int j) {
    int replace = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replace, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    return swapped(a, b, i, j) ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
  }

  private static boolean swapped(String a, String b, int i, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
