package dev.perennial.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is sent back. Immutable; the bytes of a body must not be changed after they were handed
/// over.
public final class Response {

  /// Writes a body piece by piece, while it is sent.
  @FunctionalInterface
  public interface Writer {

    /// Writes the body. What it throws before anything was sent becomes an error response; later it
    /// breaks the connection, so that the client does not take half a body for a whole one.
    ///
    /// @param out where to write to; `flush` sends what was written, closing it is not needed
    /// @throws IOException if the client is lost
    void write(OutputStream out) throws IOException;
  }

  sealed interface Body {

    /// Sends the response whose body this is.
    void sendWith(ResponseWriter writer, Response response) throws IOException;

    record Bytes(byte[] content) implements Body {
      @Override
      public void sendWith(ResponseWriter to, Response response) throws IOException {
        to.writeBytes(response, content);
      }
    }

    record Stream(Writer writer) implements Body {
      @Override
      public void sendWith(ResponseWriter to, Response response) throws IOException {
        to.writeStream(response, writer);
      }
    }
  }

  /// @param isOneMore whether it stands beside those of its name, and not in their place
  record Header(String name, String value, boolean isOneMore) {

    Header(String name, String value) {
      this(name, value, false);
    }
  }

  private static final String CONTENT_LENGTH = "Content-Length";
  private static final int BLANK_COLON_AND_END = 4;

  private static final Body NOTHING = new Body.Bytes(new byte[0]);

  private final int status;
  private final List<Header> headers;
  private final Body body;

  private Response(int status, List<Header> headers, Body body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be 200 to 599, not " + status);
    }
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /// A response without a body.
  ///
  /// @param status 200 to 599
  /// @return the response
  public static Response empty(int status) {
    return new Response(status, List.of(), NOTHING);
  }

  /// A response whose body is JSON. Names of record components are written in snake case.
  ///
  /// @param status 200 to 599
  /// @param value a record, a map, a list or another value that has a form in JSON
  /// @return the response; the value may be changed afterwards
  public static Response json(int status, Object value) {
    return bytes(status, "application/json", Json.write(value));
  }

  /// A response whose body is plain text in UTF-8.
  ///
  /// @param status 200 to 599
  /// @param text the text
  /// @return the response
  public static Response text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /// A response whose body is at hand.
  ///
  /// @param status 200 to 599
  /// @param contentType media type of the body
  /// @param content the body
  /// @return the response
  public static Response bytes(int status, String contentType, byte[] content) {
    return new Response(
        status, List.of(new Header("Content-Type", contentType)), new Body.Bytes(content));
  }

  /// A response whose body is written while it is sent, for bodies that are large or slow.
  ///
  /// @param status 200 to 599
  /// @param contentType media type of the body
  /// @param writer writes the body, on the thread of the handler and after it; not called for
  ///   `HEAD` and for a status without a body (204, 304)
  /// @return the response
  public static Response stream(int status, String contentType, Writer writer) {
    return new Response(
        status, List.of(new Header("Content-Type", contentType)), new Body.Stream(writer));
  }

  /// The same response with a header, in place of those of this name if there are any.
  ///
  /// @param name name of the header
  /// @param value its value
  /// @return a copy
  public Response withHeader(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.removeIf(header -> header.name().equalsIgnoreCase(name));
    more.add(new Header(name, value));
    return new Response(status, List.copyOf(more), body);
  }

  /// The same response with one more header, beside those of this name if there are any: such as
  /// `Set-Cookie`, `Link` and `WWW-Authenticate`, of which there may be several lines.
  ///
  /// @param name name of the header
  /// @param value its value
  /// @return a copy
  public Response withAddedHeader(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value, true));
    return new Response(status, List.copyOf(more), body);
  }

  /// The status code.
  ///
  /// @return 200 to 599
  public int status() {
    return status;
  }

  /// The values of a header.
  ///
  /// @param name the name, in any case
  /// @return one value for each line with the name
  public List<String> headers(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /// The first value of a header.
  ///
  /// @param name the name, in any case
  /// @return its value, or nothing
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /// The body, if it is at hand.
  ///
  /// @return a copy of its bytes; nothing for a body that is written while it is sent
  public Optional<byte[]> content() {
    return body instanceof Body.Bytes bytes
        ? Optional.of(bytes.content().clone())
        : Optional.empty();
  }

  List<Header> headers() {
    return headers;
  }

  /// How many bytes the headers are, as lines.
  int headerBytes() {
    int bytes = 0;
    for (Header header : headers) {
      bytes += header.name().length() + header.value().length() + BLANK_COLON_AND_END;
    }
    return bytes;
  }

  /// Whether the headers announce no other length of the body than this one.
  boolean mayHave(long length) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(CONTENT_LENGTH)
          && !header.value().equals(Long.toString(length))) {
        return false;
      }
    }
    return true;
  }

  /// Whether its status is one without a body, as that of an answer to `HEAD` is none.
  boolean hasNoBody() {
    return status == 204 || status == 304;
  }

  Body body() {
    return body;
  }

  /// Whether the body is written while it is sent.
  boolean isStreamed() {
    return body instanceof Body.Stream;
  }
}
