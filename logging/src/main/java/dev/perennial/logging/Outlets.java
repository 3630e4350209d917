package dev.perennial.logging;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the outlets that the options name.
final class Outlets {

  private static final Path SYSLOG = Path.of("/dev/log");
  private static final Path JOURNAL = Path.of("/run/systemd/journal/socket");

  private final LogOptions options;
  private final ProgramFacts program;
  private final LineFormat format;

  Outlets(LogOptions options, ProgramFacts program) {
    this.options = options;
    this.program = program;
    this.format =
        options.useJson() ? new JsonFormat(options, program) : new ContextFormat(options, program);
  }

  /// @throws IOException in words for an operator, if a file cannot be opened; nothing is open then
  List<Outlet> open() throws IOException {
    Optional<Path> file = options.file(program.program());
    List<Outlet> outlets = new ArrayList<>();
    if (file.isPresent()) {
      outlets.add(outlet(file.get().toString(), this::line, FileSink.open(file.get())));
    }
    if (options.useStderr()) {
      outlets.add(outlet("standard error", this::line, new StreamSink(FileDescriptor.err)));
    }
    if (options.useJournal()) {
      Encoding encoding = new JournalEncoding(options.syslogLogFacility(), program, format);
      outlets.add(outlet("the journal", encoding, new DatagramSink(JOURNAL)));
    }
    if (outlets.isEmpty()) {
      outlets.add(outlet("standard output", this::line, new StreamSink(FileDescriptor.out)));
    }
    if (options.useSyslog()) {
      Encoding encoding =
          new SyslogEncoding(options.syslogLogFacility(), program.program(), format);
      outlets.add(outlet("the system log", encoding, new DatagramSink(SYSLOG)));
    }
    return outlets;
  }

  private byte[] line(LogEvent event) {
    return (format.text(event) + '\n').getBytes(StandardCharsets.UTF_8);
  }

  private static Outlet outlet(String name, Encoding encoding, Sink sink) {
    return new Outlet(name, encoding, sink, Outlet.LIMIT_BYTES);
  }
}
