package dev.perennial.http;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The form of a line of the access log (`wsgi_log_format`): a text with fields in Python's way of
/// writing them, such as `%(status_code)s`.
///
/// | field | |
/// |---|---|
/// | `client_ip` | who asked: the peer, or what a trusted proxy says |
/// | `client_port` | the port of the peer; 0 on a UNIX socket |
/// | `date_time` | local, such as `22/Nov/2026 03:26:00` |
/// | `request_line` | method, path with query, version |
/// | `status_code` | |
/// | `body_length` | bytes of the body that were sent, without headers and sizes of chunks |
/// | `wall_seconds` | from the first byte of the request to the last of the response; `.3f` in place of `s` rounds to three digits |
/// | `request_id` | stands behind the line if the form does not name it |
///
/// `%%` is a percent sign. Immutable; two of the same text are equal.
public final class LogFormat {

  static final String DEFAULT_TEXT =
      "%(client_ip)s \"%(request_line)s\" status: %(status_code)s  len: %(body_length)s"
          + " time: %(wall_seconds).7f";

  private static final Pattern FIELD = Pattern.compile("%(?:\\((\\w+)\\)(?:\\.(\\d))?[sdfi]|(%))");
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy HH:mm:ss", Locale.ROOT);
  private static final int PYTHONS_DIGITS = 6;

  /// What `oslo.service` writes by default, with the request id behind it.
  public static final LogFormat DEFAULT = of(DEFAULT_TEXT);

  private enum Field {
    CLIENT_IP,
    CLIENT_PORT,
    DATE_TIME,
    REQUEST_LINE,
    STATUS_CODE,
    BODY_LENGTH,
    WALL_SECONDS,
    REQUEST_ID
  }

  /// What is known of one request.
  record Line(
      RequestOrigin origin,
      String method,
      String pathQuery,
      String version,
      int status,
      long bodyLength,
      long nanos,
      String id) {}

  // A piece of text, then perhaps a field.
  private record Part(String text, Field field, int digits) {}

  private final String text;
  private final List<Part> parts;
  private final String rest;

  private LogFormat(String text, List<Part> parts, String rest) {
    this.text = text;
    this.parts = parts;
    this.rest = rest;
  }

  /// Reads a form.
  ///
  /// @param text with fields
  /// @return the form
  /// @throws IllegalArgumentException if a field does not exist, naming those that do
  public static LogFormat of(String text) {
    List<Part> parts = new ArrayList<>();
    StringBuilder before = new StringBuilder();
    Matcher field = FIELD.matcher(text);
    int end = 0;
    for (; field.find(); end = field.end()) {
      before.append(literal(text, end, field.start()));
      if (field.group(3) != null) {
        before.append('%');
      } else {
        parts.add(part(before.toString(), field));
        before.setLength(0);
      }
    }
    String rest = before.append(literal(text, end, text.length())).toString();
    boolean hasId = parts.stream().anyMatch(part -> part.field() == Field.REQUEST_ID);
    if (!hasId) {
      parts.add(new Part(rest + ' ', Field.REQUEST_ID, 0));
      rest = "";
    }
    return new LogFormat(text, List.copyOf(parts), rest);
  }

  private static String literal(String text, int from, int to) {
    String literal = text.substring(from, to);
    if (literal.contains("%")) {
      throw new IllegalArgumentException(
          "a percent sign stands for itself only as %%, and begins a field as in %(status_code)s:"
              + " '"
              + literal
              + "'");
    }
    return literal;
  }

  private static Part part(String before, Matcher field) {
    String name = field.group(1);
    Field known =
        Arrays.stream(Field.values())
            .filter(f -> f.name().toLowerCase(Locale.ROOT).equals(name))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "there is no field '" + name + "'; there are " + names()));
    String digits = field.group(2);
    return new Part(before, known, digits(digits));
  }

  private static int digits(String digits) {
    return digits == null ? PYTHONS_DIGITS : Integer.parseInt(digits);
  }

  private static String names() {
    return Arrays.stream(Field.values())
        .map(field -> field.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  String format(Line line) {
    return appendTo(new StringBuilder(160), line).toString();
  }

  StringBuilder appendTo(StringBuilder out, Line line) {
    for (Part part : parts) {
      out.append(part.text());
      append(out, part, line);
    }
    return out.append(rest);
  }

  private static void append(StringBuilder out, Part part, Line line) {
    switch (part.field()) {
      case CLIENT_IP -> out.append(line.origin().address());
      case CLIENT_PORT -> out.append(line.origin().port());
      case DATE_TIME -> out.append(DATE_TIME.format(LocalDateTime.now()));
      case REQUEST_LINE ->
          out.append(line.method())
              .append(' ')
              .append(line.pathQuery())
              .append(' ')
              .append(line.version());
      case STATUS_CODE -> out.append(line.status());
      case BODY_LENGTH -> out.append(line.bodyLength());
      case WALL_SECONDS -> seconds(out, line.nanos(), part.digits());
      case REQUEST_ID -> out.append(line.id());
    }
  }

  // As %.7f writes it, at a fraction of the price.
  static void seconds(StringBuilder out, long nanos, int digits) {
    long unit = 1;
    for (int i = digits; i < 9; i++) {
      unit *= 10;
    }
    long perSecond = 1_000_000_000 / unit;
    long units = (nanos + unit / 2) / unit;
    out.append(units / perSecond);
    if (digits > 0) {
      fraction(out.append('.'), units % perSecond, perSecond);
    }
  }

  /// Appends what stands behind the point of a time in seconds.
  static void fraction(StringBuilder out, long units, long perSecond) {
    for (long digit = perSecond / 10; digit > 1 && units < digit; digit /= 10) {
      out.append('0');
    }
    out.append(units);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogFormat format && format.text.equals(text);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(text);
  }

  /// {@return the text of the form}
  @Override
  public String toString() {
    return text;
  }
}
