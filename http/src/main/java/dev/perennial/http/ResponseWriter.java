package dev.perennial.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;

/// Sends one response, with blocking calls on the handler's thread: were it left to finish on a
/// thread of the engine, the next request of the connection would be handled there too.
final class ResponseWriter {

  /// Of headers, those of the engine not counted, for which it has some hundred more.
  private static final int MOST_HEADER_BYTES = 16_000;

  private static final byte[] NOTHING = new byte[0];

  private final org.eclipse.jetty.server.Request request;
  private final org.eclipse.jetty.server.Response response;
  private final Exchange exchange;
  private final JettyRequest asked;

  ResponseWriter(
      org.eclipse.jetty.server.Response response, Exchange exchange, JettyRequest asked) {
    this.request = response.getRequest();
    this.response = response;
    this.exchange = exchange;
    this.asked = asked;
  }

  void write(Response answer) throws IOException {
    Response fitting = fitting(answer);
    fitting.body().sendWith(this, fitting);
  }

  // The engine would notice when the response has been counted, and tell nobody of it.
  private Response fitting(Response answer) {
    if (answer.headerBytes() > MOST_HEADER_BYTES) {
      return failure("the headers of the response have more than " + MOST_HEADER_BYTES + " bytes");
    }
    if (answer.body() instanceof Response.Body.Bytes(byte[] content)
        && !answer.mayHave(content.length)
        && !answer.hasNoBody()
        && !(isHead() && content.length == 0)) {
      return failure(
          "the body of the response has %s bytes, its Content-Length is %s"
              .formatted(content.length, answer.headers("Content-Length")));
    }
    return answer;
  }

  private Response failure(String what) {
    return SafeHandler.answerTo(new IllegalStateException(what), asked);
  }

  void writeBytes(Response answer, byte[] content) throws IOException {
    byte[] whole = begin(answer, content);
    if (announcesNothing(answer)) {
      send(false, NOTHING);
    }
    send(true, whole);
  }

  /// Sends a response whose body is at hand, without waiting until it is sent.
  ///
  /// @param sent is told how it ended
  void writeLater(Response answer, Callback sent) {
    Response fitting = fitting(answer);
    if (fitting.body() instanceof Response.Body.Bytes(byte[] content)) {
      ByteBuffer whole = ByteBuffer.wrap(begin(fitting, content));
      if (announcesNothing(fitting)) {
        response.write(false, ByteBuffer.wrap(NOTHING), new Before(sent, whole));
      } else {
        response.write(true, whole, sent);
      }
    } else {
      throw new IllegalArgumentException("its body is not at hand");
    }
  }

  // Sent before it is known to be the end, so that the engine makes up no length.
  private boolean announcesNothing(Response answer) {
    return answer.status() == 304 && !response.getHeaders().contains(HttpHeader.CONTENT_LENGTH);
  }

  // What is to be sent of the content.
  private byte[] begin(Response answer, byte[] content) {
    closeUnlessBodyEnds();
    head(answer);
    if (answer.hasNoBody()) {
      return NOTHING;
    }
    if (!isHead()) {
      return content;
    }
    HttpFields.Mutable headers = response.getHeaders();
    if (!headers.contains(HttpHeader.CONTENT_LENGTH)) {
      headers.put(HttpHeader.CONTENT_LENGTH, content.length);
    }
    return NOTHING;
  }

  /// For a handler that has its place still.
  void writeStream(Response answer, Response.Writer writer) throws IOException {
    PatientStream out = new PatientStream(response, asked.place());
    head(answer);
    if (isHead() || answer.hasNoBody()) {
      closeUnlessBodyEnds();
      // Sent before it is known to be the end, so that no length is made up.
      out.flush();
      out.end();
      return;
    }
    // Not ended when it fails: that would make a whole body out of a broken one.
    try {
      writer.write(out);
      closeUnlessBodyEnds();
      out.end();
    } catch (IOException | RuntimeException | Error failure) {
      if (isLost(out)) {
        // However the writer has wrapped that, or whatever it failed with on its way out.
        throw new BrokenBody(failure);
      }
      failed(failure);
    }
  }

  // Its client is gone, or reads too slowly. More of a body than was announced is a fault.
  private boolean isLost(PatientStream out) {
    return switch (out.failure()) {
      case null -> false;
      case EofException _, TimeoutException _ -> true;
      default -> asked.isCutOff();
    };
  }

  private void failed(Throwable failure) throws IOException {
    Response answer = SafeHandler.answerTo(failure, asked);
    if (response.isCommitted()) {
      throw new BrokenBody(failure);
    }
    response.reset();
    write(answer);
  }

  // A response can overtake the body of its request. The connection then ends with it, since nobody
  // looks for the next request behind the rest of the body; see LastWords.
  private void closeUnlessBodyEnds() {
    if (!exchange.discardBody() && !response.isCommitted()) {
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    }
  }

  private void head(Response answer) {
    response.setStatus(answer.status());
    HttpFields.Mutable headers = response.getHeaders();
    // By its name alone, the engine would look for it in vain among those that it knows.
    headers.put(new HttpField((HttpHeader) null, RequestIds.HEADER, asked.requestId()));
    for (Response.Header header : answer.headers()) {
      if (header.isOneMore()) {
        headers.add(header.name(), header.value());
      } else {
        headers.put(header.name(), header.value());
      }
    }
    if (answer.status() == 204) {
      headers.remove(HttpHeader.CONTENT_LENGTH);
    }
  }

  private boolean isHead() {
    return request.getMethod().equals("HEAD");
  }

  private void send(boolean last, byte[] content) throws IOException {
    try (Blocker.Callback sent = Blocker.callback()) {
      response.write(last, ByteBuffer.wrap(content), sent);
      sent.block();
    }
  }

  /// Ends a response whose headers have been sent.
  private final class Before extends Callback.Nested {

    private final ByteBuffer rest;

    Before(Callback sent, ByteBuffer rest) {
      super(sent);
      this.rest = rest;
    }

    @Override
    public void succeeded() {
      response.write(true, rest, getCallback());
    }
  }
}
