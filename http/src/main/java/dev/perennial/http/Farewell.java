package dev.perennial.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.Callback;

/// How a connection ends beside the engine, and what is said on it then.
///
/// @param below what it runs on
/// @param top where it is spoken on: with TLS the end has to be said in TLS too
record Farewell(HttpEndPoint below, EndPoint top) {

  /// Why a request that a stop cuts off has no other answer.
  static final HttpError STOPPING = new HttpError(503, "the server is stopping");

  private static final ByteBuffer LATE =
      ByteBuffer.wrap(
              ascii(
                  "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
          .asReadOnlyBuffer();

  static Farewell on(HttpEndPoint below) {
    return new Farewell(
        below, below.getConnection() instanceof SslConnection tls ? tls.getSslEndPoint() : below);
  }

  /// Says something, and that this was all. Nobody else must write any more. Does not wait.
  void say(ByteBuffer last) {
    try {
      top.write(Callback.from(this::end, _ -> below.close()), last);
    } catch (WritePendingException busy) {
      // Its client takes nothing, so it would not take this either.
      below.close();
    }
  }

  /// Says that what came was all.
  void end() {
    top.shutdownOutput();
  }

  /// Ends the connection so that its client sees that it has broken, whatever is spoken on it. On a
  /// UNIX socket there is no such end.
  void breakOff() {
    try {
      if (below.getChannel().supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
        below.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException closed) {
      // Too late.
    }
    below.close();
  }

  /// To a client whose head has not come in time.
  static ByteBuffer late() {
    return LATE.duplicate();
  }

  /// To a client whose request is cut off.
  ///
  /// @param withBody whether the answer to its method has one
  static ByteBuffer stopping(String requestId, boolean withBody) {
    byte[] document = Problem.document(STOPPING, requestId);
    byte[] head =
        ascii(
            """
            HTTP/1.1 %d %s\r
            %s: %s\r
            Content-Type: %s\r
            Content-Length: %d\r
            Connection: close\r
            \r
            """
                .formatted(
                    STOPPING.status(),
                    STOPPING.title(),
                    RequestIds.HEADER,
                    requestId,
                    Problem.MEDIA_TYPE,
                    document.length));
    ByteBuffer answer = ByteBuffer.allocate(head.length + document.length).put(head);
    return (withBody ? answer.put(document) : answer).flip();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
