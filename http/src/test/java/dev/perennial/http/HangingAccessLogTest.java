package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.Counter;
import dev.perennial.service.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An access log whose file takes nothing.
@Timeout(60)
class HangingAccessLogTest {

  private static final int LIMIT = 10_000;

  /// Takes nothing until it is opened, and then everything.
  private static final class Gate implements LineSink {
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private volatile int failures;

    @Override
    public void write(ByteBuffer lines) throws IOException {
      asked.countDown();
      if (failures > 0) {
        failures--;
        throw new IOException("No space left on device");
      }
      try {
        open.await();
      } catch (InterruptedException nobodyDoesThis) {
        throw new IOException(nobodyDoesThis);
      }
      synchronized (this) {
        while (lines.hasRemaining()) {
          taken.write(lines.get());
        }
      }
    }

    synchronized long lines() {
      return taken.toString(StandardCharsets.UTF_8).lines().count();
    }

    @Override
    public void close() {}
  }

  private final Gate gate = new Gate();
  private final Counter losses = Metrics.unseen().counter("lost_total", "Lost lines.");
  private final AccessLogFile file =
      new AccessLogFile(
          gate,
          new LostLines(Path.of("/x/access.log"), losses),
          InstantSource.fixed(Instant.EPOCH),
          LIMIT);

  // Held here, because the logging system forgets loggers that nobody holds.
  private static final Logger LOGGER = Logger.getLogger("dev.perennial.http");
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Handler recorder =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          warnings.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void record() {
    LOGGER.addHandler(recorder);
    LOGGER.setUseParentHandlers(false);
  }

  @AfterEach
  void end() {
    gate.open.countDown();
    file.close();
    LOGGER.removeHandler(recorder);
    LOGGER.setUseParentHandlers(true);
  }

  private void append(int lines) {
    for (int i = 0; i < lines; i++) {
      file.append(file.line().append("GET /"));
    }
  }

  private long allLines() {
    return gate.lines() + losses.value();
  }

  @Test
  void whoever_logs_does_not_wait_and_is_told_once_what_is_lost_and_how_much_it_was()
      throws Exception {
    file.begin();
    append(1);
    gate.asked.await();
    append(1000);
    assertTrue(losses.value() > 0);
    String begun =
        "lines of the access log /x/access.log are lost: its file system hangs, or nobody reads it";
    assertEquals(List.of(begun), warnings);
    gate.open.countDown();
    Await.until("told", () -> warnings.size() == 2);
    assertEquals(1001, allLines());
    assertEquals(
        List.of(
            begun,
            Long.toString(losses.value()) + " lines of the access log /x/access.log were lost"),
        warnings);
  }

  @Test
  void lines_wait_for_room_on_a_full_disk() throws Exception {
    gate.failures = 2;
    gate.open.countDown();
    file.begin();
    append(3);
    Await.until("written", () -> gate.lines() == 3);
    assertEquals(0, losses.value());
    assertEquals(
        List.of(
            "the access log /x/access.log cannot be written: no space left on device; its lines"
                + " wait, and are lost when there are too many"),
        warnings);
  }

  @Test
  void a_stop_waits_a_second_and_says_what_is_lost() throws Exception {
    file.begin();
    append(7);
    gate.asked.await();
    file.close();
    assertEquals(7, losses.value());
    assertEquals(
        List.of(
            "the last 7 lines of the access log /x/access.log are lost: its file system hangs, or"
                + " nobody reads it"),
        warnings);
  }

  @Test
  void a_stop_does_not_wait_for_what_cannot_be_written() throws Exception {
    gate.failures = Integer.MAX_VALUE;
    file.begin();
    append(7);
    gate.asked.await();
    file.close();
    assertEquals(7, losses.value());
    assertEquals(
        "the last 7 lines of the access log /x/access.log are lost: no space left on device",
        warnings.getLast());
  }
}
