package dev.perennial.backdoor;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import java.util.Optional;

/// The options of the backdoor that `oslo.service` has too, with its names.
///
/// @param backdoorPort where to listen on TCP
/// @param backdoorSocket where to listen on a UNIX socket
@Group(value = "DEFAULT", help = "Looking into running processes.")
public record BackdoorOptions(
    @Opt(
            help =
                "Open a backdoor for the same user on a TCP port of the loopback address: 0 for any"
                    + " free port, a number for that port, start:end for the first free one of them,"
                    + " so that each worker gets its own. Where the port is taken the backdoor stays"
                    + " closed until it is free.")
        Optional<String> backdoorPort,
    @Opt(
            help =
                "Open the backdoor on a UNIX socket instead, of mode 0600. {pid} stands for the"
                    + " number of the process.")
        Optional<String> backdoorSocket) {

  /// Checks the port.
  ///
  /// @throws IllegalArgumentException if the text is neither a port nor a range of ports
  public BackdoorOptions {
    backdoorPort.ifPresent(PortChoice::parse);
  }
}
