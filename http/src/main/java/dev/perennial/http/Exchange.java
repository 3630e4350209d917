package dev.perennial.http;

import dev.perennial.schedule.WorkInFlight;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// What is known of one request while it is answered.
final class Exchange {

  /// Bytes of a body that nobody has read.
  private static final int MOST_DISCARDED = 512 * 1024;

  /// What a chunk counts for at least: to read it is work, however little is in it.
  private static final int LEAST_DISCARDED = 64;

  private enum State {
    BEGUN,
    ANSWERING,
    CUT_OFF,
    ENDED
  }

  private final String id = RequestIds.fresh();
  private final Request request;
  private final HttpEndPoint endPoint;
  private final RequestOrigin origin;
  private final DrainWatch watch;
  private final RequestCount count;
  private final Optional<Thread> thread;

  // BEGUN ──answered──► ANSWERING ──end──► ENDED
  //   │ └────cutOff───► CUT_OFF ────end────▲
  //   └─────────────────end────────────────┘
  // Whoever sends the headers of the answer causes the first, the thread that stops the server cuts
  // off: so one of both answers. The engine ends.
  private final AtomicReference<State> state = new AtomicReference<>(State.BEGUN);
  private volatile boolean bodyAtEnd;
  private volatile boolean endsWithConnection;

  // Zero until it is known.
  private long answeredAt;

  // As the engine says, until somebody knows better.
  private OptionalLong bodyLength = OptionalLong.empty();

  /// @param thread answers it, and nothing else meanwhile; nothing if no thread is kept for it
  Exchange(
      Request request,
      HttpEndPoint endPoint,
      RequestOrigin origin,
      DrainWatch watch,
      RequestCount count,
      Optional<Thread> thread) {
    this.thread = thread;
    this.request = request;
    this.endPoint = endPoint;
    this.origin = origin;
    this.watch = watch;
    this.count = count;
    this.bodyAtEnd = !hasBody(request);
  }

  private static boolean hasBody(Request request) {
    long length = request.getLength();
    return length > 0
        || (length < 0 && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
  }

  /// Begins to count the request.
  ///
  /// @return false if its connection is being closed, so that it cannot be answered
  boolean begin() {
    if (!endPoint.beginRequest(this)) {
      return false;
    }
    count.begin();
    watch.requestBegan();
    request.addHttpStreamWrapper(stream -> new TrackedStream(stream, this));
    return true;
  }

  /// What is known of a request; nothing if the engine itself has refused it. To be asked before
  /// its response has ended, as no other request of its connection begins until then.
  static Optional<Exchange> of(Request request) {
    Request innermost = Request.unWrap(request);
    return HttpEndPoint.of(request).current().filter(exchange -> exchange.request == innermost);
  }

  /// The id of the request.
  String id() {
    return id;
  }

  /// Where it comes from, as far as it can be believed.
  RequestOrigin origin() {
    return origin;
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
    return state.get() == State.ENDED;
  }

  /// Whether nothing of the body is left, so that what comes next is the next request.
  boolean bodyAtEnd() {
    return bodyAtEnd;
  }

  /// All of the body has been read.
  void bodyEnded() {
    bodyAtEnd = true;
  }

  /// Throws away what has come of the body and was not read, but no more than a little: its client
  /// may send as fast as this reads.
  ///
  /// @return whether that was all of it
  boolean discardBody() {
    for (int left = MOST_DISCARDED; !bodyAtEnd && left > 0; ) {
      Content.Chunk chunk = request.read();
      if (chunk == null || Content.Chunk.isFailure(chunk)) {
        return false;
      }
      left -= Math.max(chunk.remaining(), LEAST_DISCARDED);
      chunk.release();
      bodyAtEnd = chunk.isLast();
    }
    return bodyAtEnd;
  }

  /// Lets the connection end with the response that was sent, though its client may send still.
  void heedLastWords() {
    // A body that did not come in time is still waited for, which the engine would take for a
    // fault.
    if (connection().getEndPoint() instanceof AbstractEndPoint waiting) {
      waiting.getFillInterest().fillable();
    }
    LastWords.heed(request);
  }

  /// The request without its query, in which there may be secrets.
  WorkInFlight inFlight() {
    return new WorkInFlight(
        "request",
        request.getMethod() + " " + request.getHttpURI().getPath(),
        Optional.of(id),
        Duration.ofNanos(nanosAt(System.nanoTime())),
        thread);
  }

  // Since its headers came: how long they took is up to the client.
  private long nanosAt(long now) {
    return now - request.getHeadersNanoTime();
  }

  /// The moment at which its response had been sent: the first one at which this is asked.
  long answeredAt() {
    if (answeredAt == 0) {
      answeredAt = System.nanoTime();
    }
    return answeredAt;
  }

  /// The headers of a response are about to be sent.
  ///
  /// @return false if they must not be, as a stop has answered meanwhile
  boolean answered(int status) {
    if (!state.compareAndSet(State.BEGUN, State.ANSWERING) && isCutOff()) {
      watch.awaitCutOff();
      return false;
    }
    count.answered(status);
    return true;
  }

  /// Takes the answer from whoever works on it, in a stop.
  ///
  /// @return what is to be sent in its place; nothing if the answer is being sent
  Optional<ByteBuffer> cutOff() {
    if (!state.compareAndSet(State.BEGUN, State.CUT_OFF)) {
      return Optional.empty();
    }
    count.answered(Farewell.STOPPING.status());
    return Optional.of(Farewell.stopping(id, !request.getMethod().equals("HEAD")));
  }

  /// Whether a stop has answered.
  boolean isCutOff() {
    return state.get() == State.CUT_OFF;
  }

  /// The engine has not counted the body of the response, or not rightly: its connection broke
  /// while it was sent, or it belongs to an error.
  ///
  /// @param bytes of it that were sent
  void bodySent(long bytes) {
    bodyLength = OptionalLong.of(bytes);
  }

  /// The length of the body that was sent, where the engine does not know it.
  OptionalLong bodyLength() {
    return bodyLength;
  }

  /// The client will take the end of the connection for that of the body.
  void endsWithConnection() {
    endsWithConnection = true;
  }

  /// The response does not go on. What was sent of it must not be taken for all of it.
  void breakOff() {
    if (endsWithConnection) {
      Farewell.on(endPoint).breakOff();
    }
  }

  /// The response has been sent, or given up.
  void end() {
    if (state.getAndSet(State.ENDED) != State.ENDED) {
      count.end(nanosAt(answeredAt()));
      endPoint.endRequest(this);
      watch.requestEnded();
    }
  }
}
