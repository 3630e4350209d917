package dev.perennial.tests.interop;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The requests that a server has read out of what it was sent, each as `METHOD TARGET BODY` with
/// the body in hexadecimal. What it refused is not among them, whether it said so or only closed.
///
/// @param requests in their order
record HttpReading(List<String> requests) {

  private static final int PATIENCE_MILLIS = 60_000;

  HttpReading {
    requests = List.copyOf(requests);
  }

  /// Sends the case, ends the sending side, and reads what is answered until the server closes.
  static HttpReading of(int port, HttpCase asked) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(asked.bytes());
      socket.shutdownOutput();
      return new HttpReading(answers(new BufferedInputStream(socket.getInputStream())));
    }
  }

  private static List<String> answers(InputStream in) throws IOException {
    List<String> requests = new ArrayList<>();
    try {
      for (String head = head(in); head.startsWith("HTTP/1.1 200 "); head = head(in)) {
        String request = new String(in.readNBytes(length(head)), StandardCharsets.ISO_8859_1);
        // Some split an absolute target, others leave that to whom it is for.
        requests.add(request.replace(" http://x/", " /"));
      }
    } catch (java.net.SocketException reset) {
      // The server was sent more than it wanted to read: what it has answered has come before.
    }
    return requests;
  }

  // Empty at the end of the connection.
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        return head.toString();
      }
    }
    return "";
  }

  private static int length(String head) {
    return head.lines()
        .map(line -> line.toLowerCase(java.util.Locale.ROOT))
        .filter(line -> line.startsWith("content-length:"))
        .map(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("an answer without a length: " + head));
  }

  boolean isRefusal() {
    return requests.isEmpty();
  }

  @Override
  public String toString() {
    return isRefusal()
        ? "refused"
        : requests.stream()
            .map(String::strip)
            .collect(Collectors.joining(", then "))
            .replace(", then GET /next", ", and the next");
  }
}
