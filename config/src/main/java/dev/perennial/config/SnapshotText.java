package dev.perennial.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/// The text form of a snapshot: ASCII lines of fields between tabs.
///
/// ```
/// perennial-snapshot  1
/// generation  GENERATION
/// read        PATH
/// file        PATH   LINE  COLUMN  SECTION  NAME  TEXT
/// source      GROUP  PLACE  SECTION  NAME  TEXT
/// variable    VARIABLE  SECTION  NAME  TEXT
/// argument    INDEX  SECTION  NAME  TEXT
/// code        SECTION  NAME  TEXT
/// former      TEXT FORM OF ANOTHER
/// end         COUNT  CRC32 of all lines above
/// ```
///
/// The last line tells a complete text from one whose writer died. Errors name the line but never
/// repeat it, because it may hold a secret.
final class SnapshotText {
  private static final String FIRST_LINE = "perennial-snapshot\t1";

  private final String source;
  private int number;

  private SnapshotText(String source) {
    this.source = source;
  }

  static String of(ConfigSnapshot snapshot) {
    StringBuilder text = new StringBuilder();
    append(text, List.of("perennial-snapshot", "1"));
    append(text, List.of("generation", String.valueOf(snapshot.generation())));
    snapshot.files().forEach(file -> append(text, List.of("read", file)));
    snapshot.values().forEach(value -> append(text, fields(value)));
    snapshot.former().ifPresent(former -> append(text, List.of("former", of(former))));
    String crc = crc(text.toString());
    int count =
        snapshot.files().size()
            + snapshot.values().size()
            + (int) snapshot.former().stream().count();
    append(text, List.of("end", String.valueOf(count), crc));
    return text.toString();
  }

  private static void append(StringBuilder text, List<String> fields) {
    text.append(String.join("\t", fields.stream().map(SnapshotText::escape).toList())).append('\n');
  }

  private static List<String> fields(RawValue value) {
    List<String> fields =
        switch (value.origin()) {
          case Origin.InFile(String file, int line, int column) ->
              List.of("file", file, String.valueOf(line), String.valueOf(column));
          case Origin.InSource(String source, String place) -> List.of("source", source, place);
          case Origin.Variable(String name) -> List.of("variable", name);
          case Origin.Argument(int index) -> List.of("argument", String.valueOf(index));
          case Origin.Code() -> List.of("code");
          case Origin.Default() ->
              throw new IllegalStateException("a default is not part of a snapshot: " + value);
        };
    List<String> all = new ArrayList<>(fields);
    all.addAll(List.of(value.key().section(), value.key().name(), value.text()));
    return all;
  }

  static ConfigSnapshot parse(String text, String source) {
    return new SnapshotText(source).parsed(text);
  }

  private ConfigSnapshot parsed(String text) {
    int end = text.lastIndexOf("\nend\t") + 1;
    if (!text.startsWith(FIRST_LINE + "\n")) {
      throw damaged("does not begin as one");
    }
    if (end == 0 || !text.endsWith("\n")) {
      throw damaged("is cut off");
    }
    List<String> lines = text.substring(0, end).lines().toList();
    String count = String.valueOf(lines.size() - 2);
    if (!text.substring(end).equals("end\t" + count + "\t" + crc(text.substring(0, end)) + "\n")) {
      throw damaged("has a wrong checksum");
    }
    return parsed(lines);
  }

  private ConfigSnapshot parsed(List<String> lines) {
    int generation = 0;
    List<String> files = new ArrayList<>();
    List<RawValue> values = new ArrayList<>();
    Optional<ConfigSnapshot> former = Optional.empty();
    for (String line : lines.subList(1, lines.size())) {
      number++;
      String[] fields = line.split("\t", -1);
      if (number == 1) {
        generation = generation(fields);
      } else if (fields[0].equals("read") && fields.length == 2) {
        files.add(unescape(fields[1]));
      } else if (fields[0].equals("former") && fields.length == 2) {
        former = Optional.of(parse(unescape(fields[1]), source));
      } else {
        values.add(value(fields));
      }
    }
    return new ConfigSnapshot(generation, files, values, former);
  }

  private int generation(String[] fields) {
    if (fields.length != 2 || !fields[0].equals("generation")) {
      throw damaged("has no generation");
    }
    return number(fields[1]);
  }

  private RawValue value(String[] fields) {
    return switch (fields[0] + " " + fields.length) {
      case "file 7" ->
          value(
              fields,
              4,
              new Origin.InFile(unescape(fields[1]), number(fields[2]), number(fields[3])));
      case "source 6" ->
          value(fields, 3, new Origin.InSource(unescape(fields[1]), unescape(fields[2])));
      case "variable 5" -> value(fields, 2, new Origin.Variable(unescape(fields[1])));
      case "argument 5" -> value(fields, 2, new Origin.Argument(number(fields[1])));
      case "code 4" -> value(fields, 1, new Origin.Code());
      default -> throw damaged("has an unknown line " + (number + 1));
    };
  }

  private RawValue value(String[] fields, int from, Origin origin) {
    OptionKey key = OptionKey.of(unescape(fields[from]), unescape(fields[from + 1]));
    return new RawValue(key, unescape(fields[from + 2]), origin);
  }

  private int number(String field) {
    try {
      return Integer.parseUnsignedInt(field);
    } catch (NumberFormatException e) {
      throw damaged("has no number in line " + (number + 1));
    }
  }

  private ConfigException damaged(String reason) {
    return new ConfigException(
        List.of(
            ConfigError.nowhere(
                source + " " + reason, "it is written by the supervisor, not by hand")));
  }

  private static String crc(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  /// Char by char, so that even half a surrogate pair survives.
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c == '\\' || c < ' ' || c > '~') {
        String hex = Integer.toHexString(c);
        escaped.append('\\').append("0000", hex.length(), 4).append(hex);
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private String unescape(String field) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\') {
        text.append(unescapedChar(field, i + 1));
        i += 4;
      } else {
        text.append(field.charAt(i));
      }
    }
    return text.toString();
  }

  private char unescapedChar(String field, int from) {
    try {
      return (char) Integer.parseInt(field, from, from + 4, 16);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw damaged("has a bad escape in line " + (number + 1));
    }
  }
}
