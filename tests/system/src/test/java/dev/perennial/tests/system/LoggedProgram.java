package dev.perennial.tests.system;

import dev.perennial.config.Config;
import dev.perennial.http.HttpOptions;
import dev.perennial.http.HttpServerOptions;
import dev.perennial.http.HttpService;
import dev.perennial.http.Request;
import dev.perennial.http.Response;
import dev.perennial.http.Router;
import dev.perennial.http.WsgiOptions;
import dev.perennial.launcher.Launcher;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ProcessLauncher;
import dev.perennial.launcher.ServiceLauncher;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.logging.LogOptions;
import dev.perennial.logging.Logging;
import dev.perennial.service.ListenAddress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// A program with the options of logging. In one process it sets its log up as early as it can and
/// runs [FooService]; in workers it leaves its log to the launcher and runs a service that logs
/// each of its requests.
final class LoggedProgram {

  private static final Logger LOG = System.getLogger(LoggedProgram.class.getName());

  private LoggedProgram() {}

  public static void main(String[] args) {
    Config config =
        Config.program("logged-program")
            .groups(ServiceOptions.class, LauncherOptions.class, ProgramOptions.class)
            .groups(LogOptions.class, WsgiOptions.class, HttpServerOptions.class)
            .loadOrExit(args);
    ProgramOptions options = config.get(ProgramOptions.class);
    if (options.launcher() == ProgramOptions.Kind.SERVICE) {
      Logging.setupOrExit(config, "foo");
    }
    Launcher launcher =
        switch (options.launcher()) {
          case PROCESS -> new ProcessLauncher(config, options.restartMethod());
          case SERVICE -> new ServiceLauncher(config, options.restartMethod());
        };
    switch (options.launcher()) {
      case PROCESS -> launcher.launchService(http(config), 2);
      case SERVICE -> launcher.launchService(new FooService(config));
    }
    System.exit(launcher.await());
  }

  private static HttpService http(Config config) {
    return HttpService.builder("api")
        .listen(ListenAddress.tcp("127.0.0.1", 0))
        .options(() -> HttpOptions.of(config))
        .handler(Router.builder().get("/log", LoggedProgram::log).build())
        .build();
  }

  /// Logs as many lines as the request wants, and answers with its id.
  private static Response log(Request request) {
    int lines = request.query("lines").map(Integer::valueOf).orElse(1);
    for (int i = 0; i < lines; i++) {
      LOG.log(Level.INFO, "line {0} of {1}: {2}", i, request.requestId(), "x".repeat(200));
    }
    return Response.text(200, request.requestId());
  }
}
