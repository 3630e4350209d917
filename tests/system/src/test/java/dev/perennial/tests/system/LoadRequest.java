package dev.perennial.tests.system;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// One request as bytes, and what its answer has to be.
///
/// The answer is `ID PID CRC32` in a line, then the body of the request once more.
///
/// @param id unique in a load
/// @param head request line and headers
/// @param body what is to come back
record LoadRequest(String id, String head, byte[] body) {

  /// Name of the header that carries the id.
  static final String ID_HEADER = "X-Load-Id";

  static LoadRequest echo(String id, byte[] body, boolean keepsAlive) {
    return new LoadRequest(id, head("POST /echo", id, body.length, keepsAlive), body);
  }

  static LoadRequest slow(String id, int millis, boolean keepsAlive) {
    return new LoadRequest(id, head("GET /slow?ms=" + millis, id, 0, keepsAlive), new byte[0]);
  }

  private static String head(String what, String id, int length, boolean keepsAlive) {
    return what
        + " HTTP/1.1\r\nHost: load\r\n"
        + ID_HEADER
        + ": "
        + id
        + "\r\nContent-Length: "
        + length
        + "\r\n"
        + (keepsAlive ? "" : "Connection: close\r\n")
        + "\r\n";
  }

  ByteBuffer bytes() {
    byte[] first = head.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(first.length + body.length).put(first).put(body).flip();
  }

  static long checksum(byte[] bytes, int offset, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, offset, length);
    return crc.getValue();
  }

  /// The body of the right answer of a process.
  static byte[] answer(String id, long pid, byte[] body) {
    String line = id + " " + pid + " " + checksum(body, 0, body.length) + "\n";
    byte[] first = line.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(first.length + body.length).put(first).put(body).array();
  }
}
