package dev.perennial.logging;

import java.time.ZoneId;

/// The datagrams that syslog(3) sends to `/dev/log`: priority, time, name of the program, text.
final class SyslogEncoding implements Encoding {

  // What a system log takes as one message at least; RFC 5424, section 6.1, and most take more.
  private static final int MAX_BYTES = 8192;

  private final DateFormat date;
  private final Facility facility;
  private final String program;
  private final LineFormat format;

  SyslogEncoding(Facility facility, String program, LineFormat format) {
    this(facility, program, format, ZoneId.systemDefault());
  }

  SyslogEncoding(Facility facility, String program, LineFormat format, ZoneId zone) {
    this.date = DateFormat.of("%b %e %H:%M:%S", zone);
    this.facility = facility;
    this.program = program;
    this.format = format;
  }

  @Override
  public byte[] bytes(LogEvent event) {
    String time = date.text(event.millis());
    String head = "<" + facility.with(event.level()) + ">" + time + " " + program + ": ";
    return Utf8.of(head + format.text(event), MAX_BYTES);
  }
}
