package dev.perennial.tests.system;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;

/// A request whose body, or whose response, trickles until it is told to go on: as long as a reload
/// takes, however long that is.
final class LongExchange {

  /// How it ended.
  ///
  /// @param pid the process that answered
  /// @param bytes of the body or the response, all of them unharmed
  record Ending(long pid, long bytes) {}

  /// More than the buffers of a connection hold, so that the server has not sent it all.
  private static final int DOWNLOAD = 48 << 20;

  private static final int PIECE = 1024;
  private static final int PAUSE_MILLIS = 20;

  @FunctionalInterface
  private interface Conversation {
    Ending with(Wire wire) throws IOException;
  }

  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger pieces = new AtomicInteger();
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final String name;

  private LongExchange(String name) {
    this.name = name;
  }

  /// Sends a body in chunks.
  static LongExchange upload(Target target, long seed) {
    LongExchange exchange = new LongExchange("upload to " + target);
    return exchange.begin(target, wire -> exchange.send(wire, new SplittableRandom(seed)));
  }

  /// Reads a response.
  static LongExchange download(Target target) {
    LongExchange exchange = new LongExchange("download from " + target);
    return exchange.begin(target, exchange::receive);
  }

  private LongExchange begin(Target target, Conversation conversation) {
    Thread.ofVirtual()
        .start(() -> {
          try (Wire wire = target.wire()) {
            wire.connect();
            ending.complete(conversation.with(wire));
          } catch (IOException | RuntimeException failure) {
            ending.completeExceptionally(failure);
          }
        });
    return this;
  }

  /// Waits until so many more pieces of each have trickled, which they do at the same time.
  static void awaitPieces(List<LongExchange> exchanges, int more) throws InterruptedException {
    Map<LongExchange, Integer> wanted = new HashMap<>();
    exchanges.forEach(exchange -> wanted.put(exchange, exchange.pieces.get() + more));
    Waiting.until(
        more + " more pieces of each",
        Program.PATIENCE,
        () -> wanted.entrySet().stream().allMatch(one -> one.getKey().hasReached(one.getValue())));
  }

  private boolean hasReached(int wanted) {
    return pieces.get() >= wanted || ending.isCompletedExceptionally();
  }

  /// Lets the rest come at once.
  Ending finish() throws InterruptedException {
    released.countDown();
    try {
      return ending.get(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      throw new AssertionError(name + " after " + pieces + " pieces: " + failure, failure);
    }
  }

  private Ending send(Wire wire, SplittableRandom random) throws IOException {
    write(wire, "POST /sink HTTP/1.1\r\nHost: long\r\nTransfer-Encoding: chunked\r\n\r\n");
    CRC32 sent = new CRC32();
    long bytes = 0;
    do {
      byte[] piece = Noise.piece(random, 1 + random.nextInt(PIECE));
      write(wire, Integer.toHexString(piece.length) + "\r\n");
      wire.writeAll(ByteBuffer.wrap(piece));
      write(wire, "\r\n");
      sent.update(piece);
      bytes += piece.length;
      pieces.incrementAndGet();
    } while (trickles());
    write(wire, "0\r\n\r\n");
    RawAnswer answer = new RawAnswer.Reader(wire).read();
    String[] words = answer.text().split(" ");
    if (answer.status() != 200 || !words[1].equals(Long.toString(sent.getValue()))) {
      throw new ProtocolException("sent " + sent.getValue() + ", answered " + answer.text());
    }
    return new Ending(Long.parseLong(words[0]), bytes);
  }

  private Ending receive(Wire wire) throws IOException {
    write(wire, "GET /source?bytes=" + DOWNLOAD + " HTTP/1.1\r\nHost: long\r\n\r\n");
    RawAnswer.Reader reader = new RawAnswer.Reader(wire);
    RawAnswer answer = reader.readHeadOnly();
    if (answer.status() != 200) {
      throw new ProtocolException("status " + answer.status());
    }
    CRC32 came = new CRC32();
    ByteBuffer piece = ByteBuffer.allocate(64 * PIECE);
    boolean trickles = true;
    for (int left = DOWNLOAD; left > 0; left -= piece.limit()) {
      piece.clear().limit(Math.min(left, trickles ? PIECE : piece.capacity()));
      reader.readInto(piece);
      came.update(piece.flip());
      pieces.incrementAndGet();
      trickles = trickles && trickles();
    }
    if (came.getValue() != Noise.checksum(DOWNLOAD)) {
      throw new ProtocolException("a damaged body");
    }
    return new Ending(Long.parseLong(answer.headers().get("x-pid")), DOWNLOAD);
  }

  private boolean trickles() {
    try {
      return !released.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException never) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void write(Wire wire, String text) throws IOException {
    wire.writeAll(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
