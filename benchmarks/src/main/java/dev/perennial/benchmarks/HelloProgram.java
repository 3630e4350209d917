package dev.perennial.benchmarks;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import dev.perennial.http.HttpOptions;
import dev.perennial.http.HttpService;
import dev.perennial.http.Response;
import dev.perennial.http.Router;
import dev.perennial.launcher.Launcher;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ProcessLauncher;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.service.ListenAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The smallest program a user would write: one service, one route, nothing switched off.
final class HelloProgram {

  // Held, because the JDK forgets the level of a logger that nobody holds.
  private static final Logger ENGINE = Logger.getLogger("org.eclipse.jetty");

  private HelloProgram() {}

  @Group(value = "hello", help = "The hello service.")
  record Options(
      @Opt(help = "Port on the loopback address.", def = "8080") @Range(min = 1, max = 65535)
          int port,
      @Opt(help = "Worker processes.", def = "2") @Range(min = 1, max = 64) int workers,
      @Opt(help = "File of the access log; unset means the program's own output.")
          Optional<Path> accessLog) {}

  public static void main(String[] args) {
    ENGINE.setLevel(Level.WARNING);
    Config config =
        Config.program("hello")
            .groups(ServiceOptions.class, LauncherOptions.class, Options.class)
            .loadOrExit(args);
    Options options = config.get(Options.class);
    HttpService hello =
        HttpService.builder("hello")
            .options(
                options
                    .accessLog()
                    .map(HttpOptions.DEFAULTS::withAccessLog)
                    .orElse(HttpOptions.DEFAULTS))
            .listen(ListenAddress.tcp("127.0.0.1", options.port()))
            .handler(Router.builder().get("/", _ -> Response.text(200, HelloText.BODY)).build())
            .build();
    // Not Launcher.launch: with one worker that would be a program without a supervisor.
    Launcher launcher = new ProcessLauncher(config);
    launcher.launchService(hello, options.workers());
    System.exit(launcher.await());
  }
}
