package dev.perennial.launcher;

import dev.perennial.config.Group;
import dev.perennial.config.HostPort;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Options of the launcher that the seeds do not have.
///
/// @param stateDir where the control socket is
/// @param bootTimeout seconds a worker may take until it is ready
/// @param bindRetries how many attempts to bind an address may fail
/// @param workerProfile how the JVM of a worker is set up
/// @param maxWorkers how many workers may be asked for
/// @param workerJavaOptions further options of the JVM of a worker
/// @param aotCache whether workers share a cache of classes
/// @param aotCacheDir where that cache is
/// @param adminListen where metrics can be read
@Group(value = "launcher", help = "How workers are started and supervised.")
public record LauncherOptions(
    @Opt(
            help =
                "Directory of the control socket, of mode 0700 and owned by the user who runs the"
                    + " program. Unset means a directory named after the program in"
                    + " $XDG_RUNTIME_DIR/perennial, or in a directory of the user's own under the"
                    + " temporary directory.")
        Optional<Path> stateDir,
    @Opt(help = "Seconds that a worker may take until it is ready.", def = "60")
        @Range(min = 1, max = 86400)
        int bootTimeout,
    @Opt(
            help =
                "How many attempts to listen on an address may fail, half a second apart, before the"
                    + " program gives up.",
            def = "0")
        @Range(min = 0, max = 3600)
        int bindRetries,
    @Opt(
            help =
                "JVM of a worker: small (serial collector, first compiler only: many workers, little"
                    + " memory) or throughput (the JVM's own choice).",
            def = "small")
        WorkerProfile workerProfile,
    @Opt(
            help =
                "Most worker processes of all services together. Unset means as many as the memory"
                    + " and the number of threads that the machine allows make possible at all, and"
                    + " at most 1024.")
        @Range(min = 1)
        OptionalInt maxWorkers,
    @Opt(
            help =
                "Further options of the JVM of a worker, such as -Xmx256m. They win over the profile's.",
            def = "")
        List<String> workerJavaOptions,
    @Opt(
            help =
                "Whether workers start from a cache of loaded classes (JEP 483). A missing cache is"
                    + " made in the background by a process of its own once the program serves.",
            def = "true")
        boolean aotCache,
    @Opt(
            help =
                "Directory of that cache, of mode 0700 and owned by the user who runs the program."
                    + " Unset means aot in $CACHE_DIRECTORY, else perennial/aot in"
                    + " $XDG_CACHE_HOME or ~/.cache.")
        Optional<Path> aotCacheDir,
    @Opt(
            help =
                "Address on this machine, such as 127.0.0.1:9891, at which Prometheus finds the"
                    + " metrics of all workers under /metrics. Port 0 takes any free one. Unset means"
                    + " nowhere.")
        Optional<HostPort> adminListen) {}
