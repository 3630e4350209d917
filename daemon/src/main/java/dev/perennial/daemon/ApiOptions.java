package dev.perennial.daemon;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import java.util.Optional;

/// The options of an [ApiService], with the names and defaults of Tacker.
///
/// @param bindHost where to listen
/// @param bindPort where to listen
/// @param apiWorkers how many processes
/// @param backlog how many connections may wait to be accepted
/// @param useSsl whether it speaks TLS; when unset, `[ssl]` decides
/// @param authStrategy which pipeline of those that `api-paste.ini` offers
@Group(value = "DEFAULT")
public record ApiOptions(
    @Opt(help = "Address that the API listens on.", def = "0.0.0.0") String bindHost,
    @Opt(help = "Port that the API listens on; 0 takes any free one.", def = "9890")
        @Range(min = 0, max = 65535)
        int bindPort,
    @Opt(help = "Worker processes of the API. 0 and 1 mean that it runs in one process.", def = "0")
        @Range(min = 0, max = 1024)
        int apiWorkers,
    @Opt(
            help =
                "How many connections may wait to be accepted; the kernel cuts it at"
                    + " net.core.somaxconn.",
            def = "4096")
        @Range(min = 1)
        int backlog,
    @Opt(
            help =
                "Whether the API speaks TLS. true needs cert_file and key_file of [ssl]; false"
                    + " means plainly whatever is there. Unset means TLS if they are set.")
        Optional<Boolean> useSsl,
    @Opt(
            help =
                "Which pipeline a section of the API takes that offers several: the name of one of"
                    + " its keys, such as keystone or noauth.",
            def = "keystone")
        String authStrategy) {

  /// How many workers to launch an API with: what `Launcher.launch` takes.
  ///
  /// @return at least 1
  public int workers() {
    return Math.max(1, apiWorkers);
  }
}
