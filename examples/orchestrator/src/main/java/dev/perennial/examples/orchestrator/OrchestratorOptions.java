package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Matches;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import dev.perennial.config.Secret;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.StateDirectory;
import dev.perennial.service.ListenAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The options of both programs.
@Group(value = "orchestrator", help = "The API and the conductor of the example.")
record OrchestratorOptions(
    @Opt(help = "Path of a UNIX socket that the API serves as well.") Optional<Path> listenSocket,
    @Opt(help = "Permission bits of that socket, in octal.", def = "0660") @Matches("^0?[0-7]{3}$")
        String listenSocketMode,
    @Opt(help = "What clients send as X-Auth-Token when auth_strategy is keystone.")
        Optional<Secret> apiToken,
    @Opt(help = "Worker processes of the conductor.", def = "1") @Range(min = 1, max = 1024)
        int conductorWorkers,
    @Opt(
            help =
                "File of the database where [database] connection names none. Unset means orchestrator.db in the state directory, or in the"
                    + " directory above those of the programs if that is unset too.")
        Optional<Path> databaseFile,
    @Opt(help = "Seconds between two looks at the records by the conductor.", def = "1")
        @Range(min = 0.01)
        Duration stateChangeInterval,
    @Opt(
            help = "Seconds that an instance is instantiating or healing before it is active.",
            def = "2")
        @Range(min = 0)
        Duration activationTime,
    @Opt(help = "Seconds after which the record of a deleted instance is removed.", def = "60")
        @Range(min = 0)
        Duration deletedRetention) {

  /// The UNIX socket that the API serves as well.
  Optional<ListenAddress> listenAddress() {
    return listenSocket()
        .map(path -> ListenAddress.unix(path).withMode(Integer.parseInt(listenSocketMode, 8)));
  }

  /// Where the database is, whether it is named or not.
  static Path databaseFile(Config config) {
    return config
        .get(OrchestratorOptions.class)
        .databaseFile()
        .orElseGet(() ->
            config
                .get(LauncherOptions.class)
                .stateDir()
                .orElseGet(() -> StateDirectory.base(System.getenv()))
                .resolve("orchestrator.db"));
  }
}
