package dev.perennial.http;

import dev.perennial.schedule.WorkInFlight;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;

/// What is known of one request while it is answered.
final class Exchange {

  // In chunks as large as the buffer that the engine reads into.
  private static final int MOST_DISCARDED = 64;

  private final Request request;
  private final HttpEndPoint endPoint;
  private final DrainWatch watch;
  private final RequestCount count;
  private final Optional<Thread> thread;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean bodyAtEnd;

  private Exchange(
      Request request,
      HttpEndPoint endPoint,
      DrainWatch watch,
      RequestCount count,
      Optional<Thread> thread) {
    this.thread = thread;
    this.request = request;
    this.endPoint = endPoint;
    this.watch = watch;
    this.count = count;
    this.bodyAtEnd = request.getLength() == 0;
  }

  /// Begins to count a request, whose connection must have been asked before.
  ///
  /// @param thread answers it, and nothing else meanwhile; nothing if no thread is kept for it
  static Exchange begin(
      Request request,
      HttpEndPoint endPoint,
      DrainWatch watch,
      RequestCount count,
      Optional<Thread> thread) {
    Exchange exchange = new Exchange(request, endPoint, watch, count, thread);
    count.begin();
    watch.requestBegan();
    endPoint.add(exchange);
    request.addHttpStreamWrapper(stream -> new TrackedStream(stream, exchange));
    return exchange;
  }

  boolean draining() {
    return watch.draining();
  }

  HttpEndPoint endPoint() {
    return endPoint;
  }

  Connection connection() {
    return request.getConnectionMetaData().getConnection();
  }

  /// Whether the response has been sent, or given up.
  boolean hasEnded() {
    return ended.get();
  }

  /// Whether nothing of the body is left, so that what comes next is the next request.
  boolean bodyAtEnd() {
    return bodyAtEnd;
  }

  /// Throws away what has come of the body and was not read, but no more than a little: its client
  /// may send as fast as this reads.
  ///
  /// @return whether that was all of it
  boolean discardBody() {
    for (int reads = 0; !bodyAtEnd && reads < MOST_DISCARDED; reads++) {
      Content.Chunk chunk = request.read();
      if (chunk == null || Content.Chunk.isFailure(chunk)) {
        return false;
      }
      chunk.release();
      bodyAtEnd = chunk.isLast();
    }
    return bodyAtEnd;
  }

  /// Lets the connection end with the response that was sent, though its client may send still.
  void heedLastWords() {
    request.setAttribute(
        HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
        new LastWords(connection().getEndPoint(), request.getComponents().getExecutor()));
  }

  /// The request without its query, in which there may be secrets.
  WorkInFlight inFlight() {
    return new WorkInFlight(
        "request",
        request.getMethod() + " " + request.getHttpURI().getPath(),
        Optional.ofNullable(request.getAttribute(RequestIds.ATTRIBUTE)).map(String::valueOf),
        Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime()),
        thread);
  }

  /// The headers of a response are about to be sent.
  void answered(int status) {
    count.answered(status);
  }

  /// The connection broke while the response was sent.
  ///
  /// @param bytes of its body that were sent until then
  void cutOff(long bytes) {
    request.setAttribute(AccessLog.LENGTH, bytes);
  }

  /// The response has been sent, or given up.
  void end() {
    if (ended.compareAndSet(false, true)) {
      count.end(System.nanoTime() - request.getBeginNanoTime());
      endPoint.endRequest(this);
      watch.requestEnded();
    }
  }
}
