package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.http.HttpService;
import dev.perennial.http.Request;
import dev.perennial.http.Response;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// HTTP/1.1 by the sections of RFC 9112, read by us and by two parsers that are not ours: h11 and
/// Node's. Where readings differ, two servers behind one another can be played off against each
/// other; each difference is explained in docs/design/http-readers.md.
@Timeout(120)
class HttpReadersTest {

  private static final Path PAGE = Path.of("../../docs/design/http-readers.md");

  private final List<Process> peers = new ArrayList<>();
  private HttpService service;

  @BeforeEach
  void start() throws Exception {
    service =
        HttpService.builder("reader")
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .handler(HttpReadersTest::whatWasRead)
            .build();
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop();
    peers.forEach(Process::destroyForcibly);
  }

  private static Response whatWasRead(Request request) throws IOException {
    String body = HexFormat.of().formatHex(request.bytes());
    return Response.bytes(
        200,
        "text/plain",
        (request.method() + " " + request.path() + " " + body)
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  private int peer(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    peers.add(process);
    return Integer.parseInt(process.inputReader().readLine());
  }

  @Test
  void the_readings_of_all_three_are_those_of_the_page_and_agree_where_it_is_silent()
      throws Exception {
    int ours = ((ListenAddress.Tcp) service.boundAddresses().getFirst()).port();
    int h11 = peer("/usr/bin/python3", "src/test/resources/http_peer.py");
    int node = peer("node", "src/test/resources/http_peer.js");
    List<HttpCase> cases = HttpCase.all();
    List<String> different = new ArrayList<>();
    for (HttpCase one : cases) {
      HttpReading our = HttpReading.of(ours, one);
      HttpReading first = HttpReading.of(h11, one);
      HttpReading second = HttpReading.of(node, one);
      if (!our.equals(first) || !our.equals(second)) {
        different.add(
            "| %s | %s | %s | %s | %s |".formatted(one.section(), one.name(), our, first, second));
      }
    }
    System.out.printf(
        "SUMMARY HttpReadersTest: %d cases, all three agree on %d%n",
        cases.size(), cases.size() - different.size());
    assertEquals(String.join("\n", explained()), String.join("\n", different));
    assertTrue(different.size() < cases.size() / 2, "too few agreements to mean anything");
  }

  /// The rows of the page without their explanations.
  private static List<String> explained() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.matches("\\| \\d.*"))
        .map(line -> line.substring(0, line.lastIndexOf(" |", line.length() - 3) + 2))
        .toList();
  }

  /// Only rows that say so: somebody behind us may rely on what we let through.
  @Test
  void we_accept_what_both_others_refuse_only_where_the_page_admits_it() throws Exception {
    List<String> admitted =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.contains("**We are laxer**"))
            .toList();
    List<String> laxer =
        explained().stream()
            .filter(row -> row.endsWith(" | refused | refused |"))
            .filter(row -> !row.endsWith(" | refused | refused | refused |"))
            .toList();
    assertEquals(admitted.size(), laxer.size(), laxer::toString);
    for (int i = 0; i < laxer.size(); i++) {
      assertTrue(admitted.get(i).startsWith(laxer.get(i)), laxer.get(i));
    }
  }
}
