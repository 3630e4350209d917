package dev.perennial.tests.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a reader of HTTP is asked.
///
/// @param section of RFC 9112
/// @param name what is special about it
/// @param bytes as they are sent, with another request behind them
record HttpCase(String section, String name, byte[] bytes) {

  private static final Path FILE = Path.of("src/test/resources/http-cases.txt");
  private static final String NEXT = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";

  static List<HttpCase> all() throws IOException {
    return Files.readAllLines(FILE, StandardCharsets.UTF_8).stream()
        .filter(line -> !line.startsWith("#"))
        .map(HttpCase::parse)
        .toList();
  }

  private static HttpCase parse(String line) {
    int blank = line.indexOf(' ');
    int bar = line.indexOf(" | ");
    String wire =
        line.substring(bar + " | ".length())
            .replace("\\n", "\r\n")
            .replace("\\l", "\n")
            .replace("\\r", "\r")
            .replace("\\0", "\0")
            .replace('~', '\t');
    return new HttpCase(
        line.substring(0, blank),
        line.substring(blank + 1, bar),
        (wire + NEXT).getBytes(StandardCharsets.ISO_8859_1));
  }
}
