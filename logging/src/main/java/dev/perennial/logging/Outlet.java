package dev.perennial.logging;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.Counter;
import dev.perennial.service.Metrics;
import dev.perennial.service.StandardError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One place that records are written to, by a thread of its own.
///
/// Where nothing can be written, on a full disk or into a pipe that nobody reads, records wait
/// until there is no more room for them, and are counted then, also for the metrics of the process.
/// One that is too large for its receiver is counted at once. The first thing that is written
/// afterwards is how many were lost. A record that is not severe is written together with others,
/// 20 ms after the first of them.
final class Outlet {

  // Some 30,000 lines.
  static final int LIMIT_BYTES = 4 * 1024 * 1024;

  private static final Duration RETRY = Duration.ofMillis(100);
  private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String name;
  private final Encoding encoding;
  private final Sink sink;
  private final RecordQueue queue;
  private final Counter losses = lossesOfProcess();
  private final Thread writer;
  private volatile boolean givenUp;
  private volatile boolean failing;

  // Of the writer alone.
  private long lossesTold;
  private String lastFailure = "it is slow";
  private long complainedAt = System.nanoTime() - COMPLAINT_NANOS;
  private Thread complaint = Thread.ofPlatform().unstarted(() -> {});

  /// @param name what an operator calls it
  Outlet(String name, Encoding encoding, Sink sink, int limitBytes) {
    this.name = name;
    this.encoding = encoding;
    this.sink = sink;
    this.queue = new RecordQueue(limitBytes);
    this.writer = Thread.ofPlatform().name("log-writer").daemon(true).start(this::writeAll);
  }

  /// Takes a record, unless it has been told here already; never waits for anything to be written.
  void publish(LogEvent event) {
    if (sink.isStandardError() && StandardError.isTold()) {
      return;
    }
    if (!queue.add(encoding.bytes(event), event.level().isAtLeast(LogLevel.WARNING))) {
      losses.increment();
    }
  }

  /// The losses of all outlets that this process has or had.
  static Counter lossesOfProcess() {
    return Metrics.ofProcess()
        .counter(
            "perennial_log_records_lost_total",
            "Log records that could not be written and found no more room to wait.");
  }

  /// How many records were lost since the start.
  long lost() {
    return queue.lost();
  }

  void reopen() throws IOException {
    sink.reopen();
  }

  /// Has the writer begin now, without waiting for it.
  void hurry() {
    queue.hurry();
  }

  /// Waits until all is written, but not for what cannot be written now.
  void flush(Deadline deadline) {
    try {
      while (!queue.awaitWritten(deadline.orEarlier(RETRY).remaining().toNanos())
          && !failing
          && !deadline.passed()) {
        // It goes on.
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  /// Writes what can be written until then, and ends.
  void close(Deadline deadline) {
    flush(deadline);
    givenUp = true;
    queue.close();
    try {
      writer.join(deadline.remaining());
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAll() {
    try {
      for (List<byte[]> taken = take(); !taken.isEmpty(); taken = take()) {
        for (int from = 0; from < taken.size(); ) {
          from = writeChunk(taken, from);
        }
      }
    } catch (InterruptedException nobodyDoesThis) {
      Thread.currentThread().interrupt();
    }
    sink.close();
  }

  private List<byte[]> take() throws InterruptedException {
    while (true) {
      try {
        return queue.take();
      } catch (RuntimeException | Error failure) {
        stumbled(failure);
        Thread.sleep(RETRY);
      }
    }
  }

  /// Writes what the sink takes at once, or loses it.
  ///
  /// @return where the next chunk begins
  private int writeChunk(List<byte[]> taken, int from) throws InterruptedException {
    int to = from + 1;
    boolean isWritten = false;
    try {
      to = endOfChunk(taken, from);
      isWritten = write(joined(taken.subList(from, to)));
      if (isWritten && to == taken.size()) {
        // What was lost came after them.
        tellLosses();
      }
    } catch (RuntimeException | Error failure) {
      stumbled(failure);
    }
    if (!isWritten) {
      queue.lose(to - from);
      losses.add(to - from);
    }
    queue.done(size(taken, from, to));
    return to;
  }

  // As many records as the sink takes at once, and at least one.
  private int endOfChunk(List<byte[]> records, int from) {
    int to = from + 1;
    int size = records.get(from).length;
    while (to < records.size() && size + records.get(to).length <= sink.maxBytes()) {
      size += records.get(to).length;
      to++;
    }
    return to;
  }

  private static byte[] joined(List<byte[]> records) {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    records.forEach(chunk::writeBytes);
    return chunk.toByteArray();
  }

  private static long size(List<byte[]> records, int from, int to) {
    long size = 0;
    for (int i = from; i < to; i++) {
      size += records.get(i).length;
    }
    return size;
  }

  // Not by way of the queue, which may be full.
  private void tellLosses() throws InterruptedException {
    long losses = queue.lost();
    if (losses > lossesTold) {
      String text = (losses - lossesTold) + " records were lost here: " + lastFailure;
      byte[] notice =
          encoding.bytes(LogEvent.ofOwn(LogLevel.WARNING, text, System.currentTimeMillis()));
      lossesTold = losses;
      write(notice);
    }
  }

  // Tries until it is written, or given up.
  private boolean write(byte[] bytes) throws InterruptedException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    try {
      while (rest.hasRemaining() && !givenUp) {
        if (!write(rest)) {
          Thread.sleep(RETRY);
        }
      }
    } catch (Sink.UnwritableException unwritable) {
      lastFailure = String.valueOf(unwritable.getMessage());
      failing = false;
      return false;
    }
    failing &= rest.hasRemaining();
    return !rest.hasRemaining();
  }

  private boolean write(ByteBuffer rest) throws Sink.UnwritableException {
    int before = rest.remaining();
    try {
      sink.write(rest);
      if (rest.remaining() == before) {
        lastFailure = "nobody reads it";
      }
      return rest.remaining() < before;
    } catch (Sink.UnwritableException unwritable) {
      throw unwritable;
    } catch (IOException failure) {
      return failed(String.valueOf(failure.getMessage()));
    } catch (RuntimeException | Error failure) {
      // Such as no memory for a buffer: there may be some later, and nobody else would write.
      return failed(failure.toString());
    }
  }

  private boolean failed(String why) {
    failing = true;
    lastFailure = why;
    complain();
    return false;
  }

  // Such as no memory for what stands around a write: there may be some later, and nobody else
  // would write. It may be too little now to say so.
  private void stumbled(Throwable failure) {
    try {
      lastFailure = failure.toString();
      complain();
    } catch (OutOfMemoryError noWords) {
      // It is said the next time.
    }
  }

  // By a thread of its own: standard error may be what nobody reads, and a file is written besides.
  private void complain() {
    long now = System.nanoTime();
    if (now - complainedAt < COMPLAINT_NANOS || complaint.isAlive()) {
      return;
    }
    complainedAt = now;
    String text = "perennial: cannot write to " + name + ": " + lastFailure;
    try {
      complaint =
          Thread.ofPlatform()
              .name("log-complaint")
              .daemon(true)
              .start(() -> System.err.println(text));
    } catch (OutOfMemoryError noThread) {
      // It is said in a minute.
    }
  }
}
