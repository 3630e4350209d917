package dev.perennial.rpc.embedded;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import java.nio.file.Path;
import java.util.Optional;

/// Where the embedded broker leaves its address.
///
/// @param directory of the file with address and password
@Group(value = "embedded_broker", help = "The message broker inside a program.")
public record EmbeddedBrokerOptions(
    @Opt(
            help =
                "Directory, of mode 0700 and owned by the user who runs the program, in which the"
                    + " broker leaves its address and password, and where transport_url = embedded:"
                    + " looks for them.")
        Optional<Path> directory) {

  private static final String FILE = "broker.properties";

  /// The file with address and password.
  ///
  /// @throws IllegalArgumentException if no directory is set
  Path file() {
    return directory
        .map(place -> place.resolve(FILE))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the embedded broker needs a directory for its address and password: set"
                    + " [embedded_broker] directory"));
  }
}
