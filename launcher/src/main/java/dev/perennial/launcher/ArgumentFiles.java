package dev.perennial.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The words in the files that a command line of Java names as `@file`, read as the `java` command
/// reads them: up to the main class, and not those that are named in such a file again.
///
/// The result is a command line of the same meaning: a word that begins with `@` and is no file has
/// a second one in front.
final class ArgumentFiles {

  private final List<String> expanded = new ArrayList<>();
  private boolean isValueNext;
  private boolean isOver;

  private ArgumentFiles() {}

  /// Puts the words of the files in the places of their names.
  static List<String> expand(List<String> words) {
    ArgumentFiles files = new ArgumentFiles();
    words.forEach(files::add);
    return List.copyOf(files.expanded);
  }

  private void add(String word) {
    if (isOver || word.length() < 2 || word.charAt(0) != '@') {
      addPlain(word);
    } else if (word.charAt(1) == '@') {
      addPlain(word);
    } else {
      addFile(word);
    }
  }

  private void addFile(String word) {
    try {
      String text = Files.readString(Path.of(word.substring(1)), StandardCharsets.UTF_8);
      for (String inside : words(text)) {
        addPlain(isOver || !inside.startsWith("@") ? inside : "@" + inside);
      }
    } catch (IOException | IllegalArgumentException gone) {
      // It was there when this process started, and may be again for the next one.
      addPlain(word);
    }
  }

  private void addPlain(String word) {
    expanded.add(word);
    if (word.equals("--disable-@files") || word.startsWith("--module=")) {
      isOver = true;
    } else if (word.startsWith("-")) {
      isValueNext = JavaCommandLine.hasValue(word);
    } else {
      // The main class, unless it is the value of an option.
      isOver |= !isValueNext;
      isValueNext = false;
    }
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    new Reader(text).readInto(words);
    return words;
  }

  /// Takes a file apart.
  private static final class Reader {

    private static final char NO_QUOTE = 0;

    private final String text;
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private char quote = NO_QUOTE;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    void readInto(List<String> words) {
      for (; at < text.length(); at++) {
        char c = text.charAt(at);
        if (quote == NO_QUOTE ? isBlank(c) : isLineEnd(c)) {
          end(words);
        } else if (quote == NO_QUOTE && c == '#') {
          skipLine();
        } else if (quote == NO_QUOTE && (c == '"' || c == '\'')) {
          quote = c;
          inWord = true;
        } else if (quote != NO_QUOTE && c == quote) {
          quote = NO_QUOTE;
        } else if (quote != NO_QUOTE && c == '\\') {
          escaped();
        } else {
          word.append(c);
          inWord = true;
        }
      }
      end(words);
    }

    // A quote that is open ends with its line.
    private void end(List<String> words) {
      if (inWord) {
        words.add(word.toString());
      }
      word.setLength(0);
      inWord = false;
      quote = NO_QUOTE;
    }

    private void skipLine() {
      while (at + 1 < text.length() && !isLineEnd(text.charAt(at + 1))) {
        at++;
      }
    }

    // At the end of a line it joins the next one, without the blanks that this begins with.
    private void escaped() {
      at++;
      if (at == text.length()) {
        return;
      }
      char c = text.charAt(at);
      if (isLineEnd(c)) {
        while (at + 1 < text.length() && isBlank(text.charAt(at + 1))) {
          at++;
        }
      } else {
        word.append(
            switch (c) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              case 'f' -> '\f';
              default -> c;
            });
      }
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t' || c == '\f' || isLineEnd(c);
    }

    private static boolean isLineEnd(char c) {
      return c == '\n' || c == '\r';
    }
  }
}
