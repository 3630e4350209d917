package dev.perennial.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.StandardError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutletTest {

  private static final Deadline LONG = Deadline.never();

  /// Takes what it is allowed to take.
  private static class PatientSink implements Sink {
    final ByteArrayOutputStream got = new ByteArrayOutputStream();
    final List<Integer> sizes = new ArrayList<>();
    final CountDownLatch open = new CountDownLatch(1);
    volatile boolean broken;
    volatile boolean starved;
    volatile boolean isStarvedOnce;
    final CountDownLatch entered = new CountDownLatch(1);
    boolean isStandardError;

    @Override
    public int maxBytes() {
      if (isStarvedOnce) {
        isStarvedOnce = false;
        throw new OutOfMemoryError("no memory for a chunk");
      }
      return 10;
    }

    @Override
    public boolean isStandardError() {
      return isStandardError;
    }

    @Override
    public synchronized void write(ByteBuffer records) throws IOException {
      if (broken) {
        throw new IOException("no space left");
      }
      if (starved) {
        throw new OutOfMemoryError("no memory for a buffer");
      }
      entered.countDown();
      try {
        open.await();
      } catch (InterruptedException ending) {
        throw new IOException(ending);
      }
      sizes.add(records.remaining());
      byte[] bytes = new byte[records.remaining()];
      records.get(bytes);
      got.writeBytes(bytes);
    }

    synchronized List<String> lines() {
      return got.toString(StandardCharsets.UTF_8).lines().toList();
    }
  }

  private final PatientSink sink = new PatientSink();

  private Outlet outlet(int limit) {
    return new Outlet(
        "a test", event -> (event.message() + "\n").getBytes(StandardCharsets.UTF_8), sink, limit);
  }

  private static void log(Outlet outlet, String message) {
    outlet.publish(Events.of(LogLevel.INFO, message));
  }

  @Test
  void records_are_written_in_order_whole_and_together() {
    Outlet outlet = outlet(1000);
    for (String text : List.of("1", "22", "333", "4444", "a long record")) {
      log(outlet, text);
    }
    sink.open.countDown();
    outlet.flush(LONG);
    assertEquals(List.of("1", "22", "333", "4444", "a long record"), sink.lines());
    assertTrue(sink.sizes.contains(14), sink.sizes::toString);
    outlet.close(LONG);
  }

  @Test
  void a_reader_that_does_not_read_costs_records_but_nobody_waits() {
    Outlet outlet = outlet(100);
    for (int i = 0; i < 1000; i++) {
      log(outlet, "a record of twenty b");
    }
    long lost = outlet.lost();
    assertTrue(lost >= 995, () -> lost + " lost");
    sink.open.countDown();
    outlet.flush(LONG);
    outlet.flush(LONG);
    assertEquals("a record of twenty b", sink.lines().getFirst());
    assertEquals(lost + " records were lost here: it is slow", sink.lines().getLast());
    outlet.close(LONG);
  }

  @Test
  void what_cannot_be_written_is_kept_and_written_later() {
    sink.broken = true;
    sink.open.countDown();
    Outlet outlet = outlet(100);
    log(outlet, "kept");
    // Returns although nothing can be written: the end of a program does not wait for a full disk.
    outlet.flush(LONG);
    sink.broken = false;
    outlet.flush(LONG);
    while (sink.lines().isEmpty()) {
      outlet.flush(LONG);
    }
    assertEquals(List.of("kept"), sink.lines());
    assertEquals(0, outlet.lost());
    outlet.close(LONG);
  }

  @Test
  void what_has_been_told_on_standard_error_is_not_repeated_there() {
    sink.open.countDown();
    Outlet file = outlet(100);
    StandardError.tell("told by a test", () -> log(file, "told"));
    file.close(LONG);
    sink.isStandardError = true;
    Outlet console = outlet(100);
    StandardError.tell("told by a test", () -> log(console, "left out"));
    log(console, "logged");
    console.close(LONG);
    assertEquals(List.of("told", "logged"), sink.lines());
  }

  @Test
  void an_error_does_not_end_the_writing() {
    sink.starved = true;
    sink.open.countDown();
    Outlet outlet = outlet(100);
    log(outlet, "kept");
    outlet.flush(LONG);
    sink.starved = false;
    while (sink.lines().isEmpty()) {
      outlet.flush(LONG);
    }
    assertEquals(List.of("kept"), sink.lines());
    outlet.close(LONG);
  }

  @Test
  void an_error_beside_the_writing_costs_a_record_and_ends_nothing() throws Exception {
    Outlet outlet = outlet(100);
    log(outlet, "written");
    sink.entered.await();
    sink.isStarvedOnce = true;
    log(outlet, "lost");
    log(outlet, "kept");
    sink.open.countDown();
    outlet.flush(LONG);
    assertEquals(
        List.of(
            "written",
            "kept",
            "1 records were lost here: java.lang.OutOfMemoryError: no memory for a chunk"),
        sink.lines());
    assertEquals(1, outlet.lost());
    outlet.close(LONG);
  }

  @Test
  void losses_that_could_not_be_told_are_told_later() throws Exception {
    AtomicBoolean starved = new AtomicBoolean(true);
    Outlet outlet =
        new Outlet(
            "a test",
            event -> {
              if (event.message().contains("lost here") && starved.getAndSet(false)) {
                throw new OutOfMemoryError("no memory for a text");
              }
              return (event.message() + "\n").getBytes(StandardCharsets.UTF_8);
            },
            sink,
            10);
    log(outlet, "written");
    sink.entered.await();
    log(outlet, "too much");
    sink.open.countDown();
    outlet.flush(LONG);
    log(outlet, "next");
    outlet.flush(LONG);
    assertEquals("written", sink.lines().get(0));
    assertEquals("next", sink.lines().get(1));
    assertTrue(sink.lines().get(2).startsWith("1 records were lost here: "), sink.got::toString);
    outlet.close(LONG);
  }

  @Test
  void standard_error_that_nobody_reads_holds_up_no_file() throws Exception {
    CountDownLatch complained = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    PrintStream standardError = System.err;
    System.setErr(
        new PrintStream(OutputStream.nullOutputStream(), true) {
          @Override
          public void println(String line) {
            complained.countDown();
            awaitQuietly(read);
          }
        });
    try {
      sink.broken = true;
      sink.open.countDown();
      Outlet outlet = outlet(100);
      log(outlet, "kept");
      complained.await();
      sink.broken = false;
      while (sink.lines().isEmpty()) {
        outlet.flush(LONG);
      }
      assertEquals(List.of("kept"), sink.lines());
      outlet.close(LONG);
    } finally {
      read.countDown();
      System.setErr(standardError);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void the_end_writes_what_it_can_and_counts_the_rest() {
    Outlet good = outlet(100);
    log(good, "last words");
    sink.open.countDown();
    good.close(LONG);
    log(good, "too late");
    assertEquals(List.of("last words"), sink.lines());
    assertEquals(1, good.lost());
    sink.broken = true;
    Outlet bad = outlet(100);
    log(bad, "never");
    bad.close(LONG);
    assertEquals(1, bad.lost());
  }

  @Test
  void a_full_disk_hurts_nobody() throws IOException {
    Outlet outlet =
        new Outlet(
            "/dev/full",
            event -> (event.message() + "\n").getBytes(StandardCharsets.UTF_8),
            FileSink.open(Path.of("/dev/full")),
            100);
    long before = Outlet.lossesOfProcess().value();
    for (int i = 0; i < 1000; i++) {
      log(outlet, "nothing fits");
    }
    assertTrue(outlet.lost() >= 990);
    outlet.close(LONG);
    assertEquals(1000, outlet.lost());
    assertEquals(before + 1000, Outlet.lossesOfProcess().value());
  }
}
