package dev.perennial.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.process.UnixDatagrams;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.RequestContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DatagramEncodingTest {

  @TempDir private Path directory;

  private static final LineFormat MESSAGE = LogEvent::message;

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void the_system_log_gets_priority_time_and_program() {
    byte[] bytes =
        new SyslogEncoding(Facility.LOG_LOCAL0, "foo-api", MESSAGE, ZoneOffset.UTC)
            .bytes(Events.of(LogLevel.ERROR, "no disk"));
    assertEquals("<131>Jan  1 00:16:40 foo-api: no disk", utf8(bytes));
  }

  private static String syslog(String moment) {
    LogEvent event = LogEvent.ofOwn(LogLevel.INFO, "on", Instant.parse(moment).toEpochMilli());
    return utf8(new SyslogEncoding(Facility.LOG_USER, "foo", MESSAGE, ZoneOffset.UTC).bytes(event));
  }

  @Test
  void a_day_of_one_digit_stands_behind_a_blank_and_an_hour_behind_a_zero() {
    assertEquals("<14>Nov 20 05:00:00 foo: on", syslog("2026-11-20T05:00:00Z"));
    assertEquals("<14>Nov  2 05:00:00 foo: on", syslog("2026-11-02T05:00:00Z"));
    assertEquals("<14>Nov  2 15:00:00 foo: on", syslog("2026-11-02T15:00:00Z"));
  }

  @Test
  void what_is_too_long_for_the_system_log_is_cut_between_characters() {
    LogEvent event = Events.of(LogLevel.ERROR, "x" + "\u20ac".repeat(8192));
    for (String program : List.of("f", "fo", "foo")) {
      byte[] bytes = new SyslogEncoding(Facility.LOG_USER, program, MESSAGE).bytes(event);
      assertTrue(bytes.length > 8192 - 3 && bytes.length <= 8192, () -> bytes.length + " bytes");
      assertTrue(utf8(bytes).endsWith("\u20ac"), program);
    }
  }

  @Test
  void the_journal_gets_fields_and_lines_by_their_length() {
    LogEvent event =
        new LogEvent(
            0,
            LogLevel.WARNING,
            "a.b",
            "one\ntwo",
            List.of(),
            "main",
            1,
            Optional.of(RequestContext.of("req-1").with("user", "joe").with("_x y", "dropped")),
            Optional.of(new Caller("run", "a/B.java", 3)));
    byte[] bytes = new JournalEncoding(Facility.LOG_USER, Events.PROGRAM, MESSAGE).bytes(event);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals("MESSAGE\n", utf8(bytes).substring(0, 8));
    assertEquals(7, buffer.getLong(8));
    assertEquals(
        List.of(
            "one",
            "two",
            "PRIORITY=4",
            "SYSLOG_FACILITY=1",
            "SYSLOG_IDENTIFIER=foo-api",
            "LOGGER_NAME=a.b",
            "LOGGER_LEVEL=WARNING",
            "THREAD_NAME=main",
            "PROCESS_NAME=api/0",
            "CODE_FILE=a/B.java",
            "CODE_LINE=3",
            "CODE_FUNC=run",
            "REQUEST_ID=req-1",
            "USER=joe"),
        utf8(bytes).substring(16).lines().toList());
  }

  @Test
  void a_record_with_much_context_is_no_larger_than_a_datagram_may_be() throws IOException {
    RequestContext context = RequestContext.of("req-1");
    for (int i = 0; i < 10; i++) {
      context = context.with("fact_" + i, "x".repeat(60_000));
    }
    LogEvent event =
        new LogEvent(
            0,
            LogLevel.ERROR,
            "a.b",
            "m".repeat(100_000),
            List.of("s".repeat(100_000)),
            "main",
            1,
            Optional.of(context),
            Optional.empty());
    byte[] bytes = new JournalEncoding(Facility.LOG_USER, Events.PROGRAM, MESSAGE).bytes(event);
    assertTrue(utf8(bytes).contains("\nFACT_0=x"));
    Path socket = directory.resolve("journal");
    try (UnixDatagrams _ = UnixDatagrams.bind(socket.toString());
        UnixDatagrams sender = UnixDatagrams.open()) {
      assertTrue(sender.send(bytes, socket), () -> bytes.length + " bytes");
    }
  }

  @Test
  void a_record_that_is_too_large_is_lost_and_does_not_hold_up_the_others() throws IOException {
    Path socket = directory.resolve("journal");
    try (UnixDatagrams receiver = UnixDatagrams.bind(socket.toString())) {
      Outlet outlet =
          new Outlet(
              "the journal",
              event -> event.message().getBytes(StandardCharsets.UTF_8),
              new DatagramSink(socket),
              10_000_000);
      outlet.publish(Events.of(LogLevel.ERROR, "x".repeat(4_000_000)));
      outlet.publish(Events.of(LogLevel.ERROR, "next"));
      assertEquals("next", utf8(receiver.receive(Duration.ofSeconds(50), 1000).orElseThrow()));
      assertEquals(
          "1 records were lost here: message too long",
          utf8(receiver.receive(Duration.ofSeconds(50), 1000).orElseThrow()));
      assertEquals(1, outlet.lost());
      outlet.close(Deadline.never());
    }
  }

  @Test
  void a_record_arrives_as_one_datagram_also_when_the_receiver_comes_late() throws IOException {
    Path socket = directory.resolve("journal");
    Outlet outlet =
        new Outlet(
            "the journal",
            event -> event.message().getBytes(StandardCharsets.UTF_8),
            new DatagramSink(socket),
            1000);
    outlet.publish(Events.of(LogLevel.ERROR, "first"));
    outlet.publish(Events.of(LogLevel.ERROR, "second"));
    try (UnixDatagrams receiver = UnixDatagrams.bind(socket.toString())) {
      for (String text : List.of("first", "second")) {
        assertEquals(text, utf8(receiver.receive(Duration.ofSeconds(50), 1000).orElseThrow()));
      }
    } finally {
      outlet.close(Deadline.never());
    }
  }
}
