package dev.perennial.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// The body of a response while its handler writes it: collects small pieces, and waits for the
/// client without holding up others. All of that on the thread of the handler: one that tells of
/// room for more must not be the one that waits for it. Who looks after slow clients ends the wait.
///
/// Used by one thread at a time.
final class PatientStream extends OutputStream {

  private static final int MOST_COLLECTED = 1 << 15;
  private static final int FIRST_COLLECTED = 1 << 10;

  private final Response response;
  private final GatePlace place;
  private byte[] collected = new byte[0];
  private int size;
  private boolean closed;
  private @Nullable Throwable failure;

  PatientStream(Response response, GatePlace place) {
    this.response = response;
    this.place = place;
  }

  /// Why something could not be sent; null if all could.
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void write(int piece) throws IOException {
    requireOpen();
    makeRoom(1);
    collected[size++] = (byte) piece;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    requireOpen();
    if (length < MOST_COLLECTED) {
      makeRoom(length);
      System.arraycopy(bytes, offset, collected, size, length);
      size += length;
    } else {
      sendCollected();
      send(false, ByteBuffer.wrap(bytes, offset, length));
    }
  }

  @Override
  public void flush() throws IOException {
    if (!closed) {
      send(false, takeCollected());
    }
  }

  // By a writer, also one that fails: so it does not end the body.
  @Override
  public void close() {
    closed = true;
  }

  /// All has been written.
  void end() throws IOException {
    closed = true;
    send(true, takeCollected());
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the body is closed");
    }
    requireIntact();
  }

  // A write that was broken off may still have what was collected.
  private void requireIntact() throws IOException {
    Throwable cause = failure;
    if (cause != null) {
      throw asIo(cause);
    }
  }

  private void makeRoom(int length) throws IOException {
    if (length > MOST_COLLECTED - size) {
      sendCollected();
    }
    int wanted = size + length;
    if (wanted > collected.length) {
      int twice = Math.max(FIRST_COLLECTED, 2 * collected.length);
      collected = Arrays.copyOf(collected, Math.clamp(twice, wanted, MOST_COLLECTED));
    }
  }

  private void sendCollected() throws IOException {
    if (size > 0) {
      send(false, takeCollected());
    }
  }

  private ByteBuffer takeCollected() {
    ByteBuffer all = ByteBuffer.wrap(collected, 0, size);
    size = 0;
    return all;
  }

  private void send(boolean last, ByteBuffer content) throws IOException {
    requireIntact();
    if (!last && !response.isCommitted()) {
      mark();
    }
    Sent sent = new Sent();
    response.write(last, content, sent);
    if (!sent.over.isDone()) {
      place.await(sent.over);
    }
    failure = sent.over.isDone() ? sent.failure : interrupted();
    requireIntact();
  }

  // The engine would let a body of unknown length end with its connection where that is to be
  // closed. Its client could not tell that end from one that comes too early.
  private void mark() {
    HttpFields.Mutable headers = response.getHeaders();
    if (response.getRequest().getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
        && !headers.contains(HttpHeader.CONTENT_LENGTH)
        && !headers.contains(HttpHeader.TRANSFER_ENCODING)) {
      headers.put(HttpHeader.TRANSFER_ENCODING, HttpHeaderValue.CHUNKED.asString());
    }
  }

  private static IOException interrupted() {
    IOException failure = new InterruptedIOException("interrupted while the body was sent");
    failure.initCause(new InterruptedException());
    return failure;
  }

  // One of its own each time, with the place in the writer that it was thrown at.
  private static IOException asIo(Throwable cause) {
    return new IOException("the body of the response cannot be sent", cause);
  }

  /// What the engine tells, on any thread of its own, which goes on at once.
  private static final class Sent implements Callback {

    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile @Nullable Throwable failure;

    @Override
    public void succeeded() {
      over.complete(null);
    }

    @Override
    public void failed(Throwable cause) {
      failure = cause;
      over.complete(null);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
