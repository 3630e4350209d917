package dev.perennial.http;

import dev.perennial.config.FileReason;
import dev.perennial.http.PasteFile.Section;
import dev.perennial.http.PasteFile.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the INI dialect of pipelines, which is that of Python's `configparser`:
///
/// ```
/// # a comment, also with ; and also indented    never behind a value
/// [kind:name]
/// key = value                                   or key: value; keys keep their letter case
///   one more line of the value                  indented deeper than its key
/// ```
///
/// An empty line does not end a value; a section that occurs twice is one. All lines that cannot be
/// understood are told of together.
final class PasteReader {

  private final Path path;
  private final Map<String, Section> sections = new LinkedHashMap<>();
  private final List<String> errors = new ArrayList<>();
  private @Nullable Section section;
  private String key = "";
  private int keyIndent;
  private final List<String> valueLines = new ArrayList<>();
  private PastePlace valuePlace;
  private int number;

  private PasteReader(Path path) {
    this.path = path;
    this.valuePlace = PastePlace.whole(path);
    sections.put(PasteFile.DEFAULT, Section.empty(PasteFile.DEFAULT, PastePlace.whole(path)));
  }

  /// @throws PipelineException if the file cannot be read or understood
  static PasteFile read(Path file) {
    Path path = file.toAbsolutePath().normalize();
    try {
      return new PasteReader(path).parse(Files.readString(path, StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new PipelineException(
          PastePlace.whole(path), "cannot be read: " + reason(failure), failure);
    }
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case java.nio.file.NoSuchFileException _ -> "there is no such file";
      case java.nio.charset.CharacterCodingException _ -> "it is not UTF-8";
      default -> FileReason.of(failure);
    };
  }

  private PasteFile parse(String text) {
    text.lines().forEach(this::line);
    endValue();
    if (!errors.isEmpty()) {
      throw new PipelineException(String.join("\n", errors));
    }
    return new PasteFile(path, sections);
  }

  private void line(String raw) {
    number++;
    String line = raw.strip();
    if (line.startsWith("#") || line.startsWith(";")) {
      return;
    }
    if (line.isEmpty()) {
      valueLines.add("");
      return;
    }
    int indent = raw.indexOf(line.charAt(0));
    if (!key.isEmpty() && indent > keyIndent) {
      valueLines.add(line);
      return;
    }
    endValue();
    keyIndent = indent;
    if (line.startsWith("[")) {
      header(line);
    } else {
      assignment(line);
    }
  }

  private void header(String line) {
    int end = line.lastIndexOf(']');
    if (end < 2) {
      error("section header '" + line + "' needs a name and a ']'");
      return;
    }
    String name = line.substring(1, end);
    section = sections.computeIfAbsent(name, n -> Section.empty(n, here()));
  }

  private void assignment(String line) {
    int sign = firstSign(line);
    if (section == null) {
      error("this stands before any section; write [DEFAULT] above it");
    } else if (sign <= 0) {
      error("neither 'key = value' nor a section header: '" + line + "'");
    } else {
      key = line.substring(0, sign).strip();
      valuePlace = here();
      valueLines.clear();
      valueLines.add(line.substring(sign + 1).strip());
    }
  }

  private void endValue() {
    if (section != null && !key.isEmpty()) {
      String text = String.join("\n", valueLines).stripTrailing();
      section.values().put(key, new Value(text, valuePlace));
    }
    key = "";
    valueLines.clear();
  }

  // The colons of a number of IPv6 are part of the key (`domain [::1] /`).
  private static int firstSign(String line) {
    int from = line.startsWith("domain [") ? Math.max(0, line.indexOf(']')) : 0;
    int equals = line.indexOf('=', from);
    int colon = line.indexOf(':', from);
    return equals < 0 || colon < 0 ? Math.max(equals, colon) : Math.min(equals, colon);
  }

  private PastePlace here() {
    return new PastePlace(path, number);
  }

  private void error(String text) {
    errors.add(here() + ": " + text);
  }
}
