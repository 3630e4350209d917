package dev.perennial.daemon;

import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import java.util.Optional;
import java.util.OptionalInt;

/// The options that an API has under its own name, over those of [ApiOptions] which are for all of
/// them. A program declares them with the name of each API:
///
/// ```java
/// @Group
/// record Apis(
///     @Inline(prefix = "orchestrator_") ApiListen orchestrator,
///     @Inline(prefix = "metering_") ApiListen metering) {}
/// ```
///
/// Its files then may have `orchestrator_listen`, `orchestrator_listen_port` and
/// `orchestrator_workers`, and the same for `metering`.
///
/// @param listen over `bind_host`
/// @param listenPort over `bind_port`
/// @param workers over `api_workers`
public record ApiListen(
    @Opt(help = "Address that this API listens on. Unset means bind_host.") Optional<String> listen,
    @Opt(help = "Port that this API listens on; 0 takes any free one. Unset means bind_port.")
        @Range(min = 0, max = 65535)
        OptionalInt listenPort,
    @Opt(
            help =
                "Worker processes of this API; 0 and 1 mean that it runs in one process. Unset"
                    + " means api_workers.")
        @Range(min = 0, max = 1024)
        OptionalInt workers) {

  /// Nothing of its own: the options of all APIs count.
  public static final ApiListen OF_ALL =
      new ApiListen(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());

  /// These options over those of all APIs.
  ///
  /// @param all the options of all APIs
  /// @return what counts for this API
  public ApiOptions over(ApiOptions all) {
    return new ApiOptions(
        listen.orElse(all.bindHost()),
        listenPort.orElse(all.bindPort()),
        workers.orElse(all.apiWorkers()),
        all.backlog(),
        all.useSsl(),
        all.authStrategy());
  }
}
