package dev.perennial.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// One request and its response on their way through the engine: tells the connection when the
/// response has been sent, and tells the client that the connection will be closed if that has been
/// decided by the moment at which the headers are sent.
final class TrackedStream extends HttpStream.Wrapper {

  private final Exchange exchange;
  private boolean isWhole;

  // Of the body, those included that are being sent.
  private long bytes;

  TrackedStream(HttpStream wrapped, Exchange exchange) {
    super(wrapped);
    this.exchange = exchange;
  }

  // Called at the commit of the response, whoever wrote it.
  @Override
  public void prepareResponse(HttpFields.Mutable headers) {
    if (exchange.draining() && !hasNext()) {
      headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    }
    super.prepareResponse(headers);
  }

  @Override
  public void send(
      MetaData.Request request,
      MetaData.@Nullable Response response,
      boolean last,
      @Nullable ByteBuffer content,
      Callback callback) {
    if (response != null) {
      if (isInterim(response)) {
        sendInterim(request, response, callback);
        return;
      }
      if (!exchange.answered(response.getStatus())) {
        callback.failed(new EofException("the server is stopping"));
        return;
      }
      if (!last && endsWithConnection(response)) {
        exchange.endsWithConnection();
      }
    }
    bytes += BufferUtil.length(content);
    super.send(request, response, last, content, new Sending(last, content, callback));
  }

  private static boolean isInterim(MetaData.Response response) {
    return response.getStatus() < 200;
  }

  // An older client would take it for the answer.
  private void sendInterim(MetaData.Request request, MetaData.Response interim, Callback callback) {
    if (interim.getHttpVersion() == HttpVersion.HTTP_1_1) {
      super.send(request, interim, false, null, callback);
    } else {
      callback.succeeded();
    }
  }

  // As the engine decides it.
  private static boolean endsWithConnection(MetaData.Response response) {
    return response.getContentLength() < 0 && response.getHttpVersion() != HttpVersion.HTTP_1_1;
  }

  /// Knows how far a piece of the response has come: whether it was the last one, or what was left
  /// of it when the connection broke.
  private final class Sending extends Callback.Nested {

    private final boolean last;
    private final @Nullable ByteBuffer content;

    Sending(boolean last, @Nullable ByteBuffer content, Callback callback) {
      super(callback);
      this.last = last;
      this.content = content;
    }

    @Override
    public void succeeded() {
      isWhole |= last;
      super.succeeded();
    }

    @Override
    public void failed(Throwable failure) {
      try {
        exchange.bodySent(bytes - BufferUtil.length(content));
      } finally {
        super.failed(failure);
      }
    }
  }

  // A client that has sent its next request already gets an answer to it first: nothing that is
  // sent behind a response with "Connection: close" would be read.
  private boolean hasNext() {
    return exchange.bodyAtEnd()
        && (hasParsedAhead(exchange.connection()) || hasUnread(exchange.connection()));
  }

  // To be asked before the engine goes on to parse it.
  private boolean hasBegunNext() {
    return exchange.endPoint().mayHaveParsedAhead()
        && exchange.bodyAtEnd()
        && hasParsedAhead(exchange.connection());
  }

  // Under TLS a byte on the wire need not be one of a request: it has to be decrypted to know.
  private boolean hasUnread(Connection connection) {
    return connection.getEndPoint() instanceof SslConnection.SslEndPoint decrypted
        ? hasDecrypted(decrypted, connection)
        : exchange.endPoint().hasUnread();
  }

  private static boolean hasDecrypted(EndPoint decrypted, Connection connection) {
    ByteBuffer one = BufferUtil.allocate(1);
    try {
      if (connection instanceof Connection.UpgradeTo to && decrypted.fill(one) > 0) {
        to.onUpgradeTo(one);
        return true;
      }
    } catch (IOException lost) {
      // The engine meets the same failure when it writes.
    }
    return false;
  }

  // What the engine has read beyond this request; it can only be seen by taking it out.
  private static boolean hasParsedAhead(Connection connection) {
    if (connection instanceof Connection.UpgradeFrom from
        && connection instanceof Connection.UpgradeTo to
        && from.onUpgradeFrom() instanceof ByteBuffer rest) {
      to.onUpgradeTo(rest);
      return true;
    }
    return false;
  }

  // Said before the engine goes on: the next request may be over, on another thread, before the
  // engine comes back to this one.
  @Override
  public void succeeded() {
    if (hasBegunNext()) {
      exchange.endPoint().pace().headBegan(System.nanoTime());
    }
    try {
      super.succeeded();
    } finally {
      exchange.end();
    }
  }

  // The whole response may have overtaken the body of its request, or be the answer to one that is
  // malformed: its client sends still, and must hear of it.
  @Override
  public void failed(Throwable failure) {
    try {
      if (isWhole) {
        exchange.heedLastWords();
        super.succeeded();
      } else {
        exchange.breakOff();
        super.failed(failure);
      }
    } finally {
      exchange.end();
    }
  }
}
