package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts a text at its commas, and puts pieces together again where only the whole makes sense: an
/// item in quotes, brackets or braces may contain commas itself.
final class Pieces {
  private Pieces() {}

  /// Takes one piece, or refuses it.
  interface Taker {
    void take(String piece) throws BadValue;
  }

  /// Hands over the pieces in order. One that is refused is tried again together with the next;
  /// when no piece is left, the first refusal counts.
  ///
  /// @param glue whether a piece with a comma in it could be good at all
  static void each(String text, boolean glue, Taker taker) throws BadValue {
    List<String> pieces = cut(withoutTrailingCommas(text.strip()));
    int next = 0;
    while (next < pieces.size()) {
      next = one(pieces, next, glue, taker);
    }
  }

  /// {@return the pieces as they are, without white space around them}
  static List<String> of(String text) {
    List<String> pieces = new ArrayList<>();
    for (String piece : cut(withoutTrailingCommas(text.strip()))) {
      pieces.add(piece.strip());
    }
    return pieces;
  }

  private static int one(List<String> pieces, int from, boolean glue, Taker taker) throws BadValue {
    String piece = pieces.get(from);
    int end = from + 1;
    BadValue refusal = attempt(piece, taker);
    BadValue again = refusal;
    while (again != null && glue && end < pieces.size()) {
      piece = piece + "," + pieces.get(end++);
      again = attempt(piece, taker);
    }
    if (again != null && refusal != null) {
      throw refusal;
    }
    return end;
  }

  private static @Nullable BadValue attempt(String piece, Taker taker) {
    try {
      taker.take(piece.strip());
      return null;
    } catch (BadValue refusal) {
      return refusal;
    }
  }

  private static List<String> cut(String text) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    while (!text.isEmpty() && start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      pieces.add(text.substring(start, end));
      start = end + 1;
    }
    return pieces;
  }

  private static String withoutTrailingCommas(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ',') {
      end--;
    }
    return text.substring(0, end);
  }
}
