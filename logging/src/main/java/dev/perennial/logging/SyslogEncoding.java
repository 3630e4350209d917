package dev.perennial.logging;

import java.nio.charset.StandardCharsets;

/// The datagrams that syslog(3) sends to `/dev/log`: priority, time, name of the program, text.
final class SyslogEncoding implements Encoding {

  // What a system log takes as one message at least; RFC 5424, section 6.1, and most take more.
  private static final int MAX_BYTES = 8192;

  private final DateFormat date = DateFormat.of("%b %d %H:%M:%S");
  private final Facility facility;
  private final String program;
  private final LineFormat format;

  SyslogEncoding(Facility facility, String program, LineFormat format) {
    this.facility = facility;
    this.program = program;
    this.format = format;
  }

  @Override
  public byte[] bytes(LogEvent event) {
    // A day of one digit stands behind a blank.
    String time = date.text(event.millis()).replaceFirst(" 0", "  ");
    String head = "<" + facility.with(event.level()) + ">" + time + " " + program + ": ";
    byte[] bytes = (head + format.text(event)).getBytes(StandardCharsets.UTF_8);
    return bytes.length <= MAX_BYTES ? bytes : java.util.Arrays.copyOf(bytes, MAX_BYTES);
  }
}
