package dev.perennial.daemon;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import dev.perennial.config.TextForm;
import java.time.Duration;
import java.util.Optional;

/// What an [RpcService] does where its program does not say.
///
/// @param host the name of this node; unset means that of the machine
/// @param binary the name of the program; unset means that of its start script or main class
/// @param reportInterval time between two heartbeats, 0 for none
/// @param periodicInterval time between two passes over the periodic tasks, 0 for none
/// @param periodicFuzzyDelay longest random delay of the first pass, 0 for none
@Group(value = "DEFAULT", help = "Services that answer remote calls and report their state.")
public record RpcServiceOptions(
    @Opt(
            help =
                "Name of this node: the server that calls can be sent to, and the host in the"
                    + " registry. Unset means the name of the machine.",
            sampleDefault = "<name of the machine>",
            form = TextForm.HOST_DOMAIN)
        Optional<String> host,
    @Opt(
            help =
                "Name of the program, from which its topic is derived. Unset means the name of the"
                    + " start script, or else of the main class.")
        Optional<String> binary,
    @Opt(help = "Seconds between two reports of state to the registry; 0 for none.", def = "10")
        @Range(min = 0)
        Duration reportInterval,
    @Opt(help = "Seconds between two passes over the periodic tasks; 0 for none.", def = "40")
        @Range(min = 0)
        Duration periodicInterval,
    @Opt(
            help =
                "Longest random delay, in seconds, before the first pass over the periodic tasks, so"
                    + " that many hosts do not run them at once; 0 for none.",
            def = "5")
        @Range(min = 0)
        Duration periodicFuzzyDelay) {

  /// The name of this node, whether it is set or not.
  ///
  /// @return the option, else the name of the machine
  public String hostOrMachine() {
    return host.orElseGet(OwnNames::machine);
  }
}
