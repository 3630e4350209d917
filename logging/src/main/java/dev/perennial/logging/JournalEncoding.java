package dev.perennial.logging;

import dev.perennial.service.RequestContext;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/// The datagrams of the journal's native protocol: fields, each as `NAME=value` on a line, or,
/// where the value has lines itself, as the name, the length in 64 bits and the value.
///
/// Source: systemd's documentation of the native journal protocol.
final class JournalEncoding implements Encoding {

  // What the kernel lets through a datagram socket is a little less than net.core.wmem_default,
  // which is 208 KiB. A field that has no room in it is left out; the first ones always have.
  private static final int MAX_MESSAGE = 64 * 1024;
  private static final int MAX_STACK = 64 * 1024;
  private static final int MAX_DATAGRAM = 192 * 1024;

  private final Facility facility;
  private final ProgramFacts program;
  private final LineFormat format;

  JournalEncoding(Facility facility, ProgramFacts program, LineFormat format) {
    this.facility = facility;
    this.program = program;
    this.format = format;
  }

  @Override
  public byte[] bytes(LogEvent event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    put(out, "MESSAGE", format.text(event), MAX_MESSAGE);
    put(out, "PRIORITY", event.level().syslogPriority());
    put(out, "SYSLOG_FACILITY", facility.ordinal());
    put(out, "SYSLOG_IDENTIFIER", program.program());
    put(out, "LOGGER_NAME", event.logger());
    put(out, "LOGGER_LEVEL", event.level().name());
    put(out, "THREAD_NAME", event.thread());
    put(out, "PROCESS_NAME", program.process());
    event
        .caller()
        .ifPresent(caller -> {
          put(out, "CODE_FILE", caller.path());
          put(out, "CODE_LINE", caller.line());
          put(out, "CODE_FUNC", caller.function());
        });
    if (!event.stack().isEmpty()) {
      put(out, "EXCEPTION_TEXT", String.join("\n", event.stack()), MAX_STACK);
    }
    event.context().ifPresent(context -> put(out, context));
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, RequestContext context) {
    put(out, "REQUEST_ID", context.requestId());
    context.globalRequestId().ifPresent(id -> put(out, "GLOBAL_REQUEST_ID", id));
    for (Map.Entry<String, String> value : context.values().entrySet()) {
      String name = value.getKey().toUpperCase(Locale.ROOT);
      // The journal drops a record with a name that it does not like.
      if (name.matches("[A-Z][A-Z0-9_]{0,63}")) {
        put(out, name, value.getValue());
      }
    }
  }

  private static void put(ByteArrayOutputStream out, String name, Object value) {
    put(out, name, value.toString(), MAX_MESSAGE);
  }

  private static void put(ByteArrayOutputStream out, String name, String value, int limit) {
    byte[] cut = Utf8.of(value, limit);
    if (out.size() + name.length() + Long.BYTES + 2 + cut.length > MAX_DATAGRAM) {
      return;
    }
    out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    if (value.indexOf('\n') < 0) {
      out.write('=');
    } else {
      out.write('\n');
      out.writeBytes(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(cut.length)
              .array());
    }
    out.writeBytes(cut);
    out.write('\n');
  }
}
