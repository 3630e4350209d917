package dev.perennial.benchmarks;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import dev.perennial.http.HttpOptions;
import dev.perennial.http.HttpService;
import dev.perennial.http.Request;
import dev.perennial.http.Response;
import dev.perennial.http.Router;
import dev.perennial.launcher.Launcher;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ProcessLauncher;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.service.ListenAddress;
import dev.perennial.tls.SslOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A small program as a user would write it, nothing switched off.
final class HelloProgram {

  // Held, because the JDK forgets the level of a logger that nobody holds.
  private static final Logger ENGINE = Logger.getLogger("org.eclipse.jetty");

  private HelloProgram() {}

  @Group(value = "hello", help = "The hello service.")
  record Options(
      @Opt(help = "Port on the loopback address.", def = "8080") @Range(min = 1, max = 65535)
          int port,
      @Opt(help = "UNIX socket to listen on instead.") Optional<Path> socket,
      @Opt(help = "Whether the handler never waits.", def = "false") boolean nonBlocking,
      @Opt(help = "Worker processes.", def = "2") @Range(min = 1, max = 64) int workers,
      @Opt(help = "File of the access log; unset means the program's own output.")
          Optional<Path> accessLog) {

    ListenAddress address() {
      return socket
          .<ListenAddress>map(ListenAddress::unix)
          .orElseGet(() -> ListenAddress.tcp("127.0.0.1", port));
    }
  }

  public static void main(String[] args) {
    ENGINE.setLevel(Level.WARNING);
    Config config =
        Config.program("hello")
            .groups(ServiceOptions.class, LauncherOptions.class, Options.class)
            .groups(SslOptions.class)
            .loadOrExit(args);
    Options options = config.get(Options.class);
    HttpService.Builder hello =
        HttpService.builder("hello")
            .options(
                options
                    .accessLog()
                    .map(HttpOptions.DEFAULTS::withAccessLog)
                    .orElse(HttpOptions.DEFAULTS))
            .listen(options.address())
            .tls(config);
    if (options.nonBlocking()) {
      hello.nonBlocking(request -> CompletableFuture.completedFuture(answer(request)));
    } else {
      hello.handler(routes());
    }
    // Not Launcher.launch: with one worker that would be a program without a supervisor.
    Launcher launcher = new ProcessLauncher(config);
    launcher.launchService(hello.build(), options.workers());
    System.exit(launcher.await());
  }

  private static Router routes() {
    return Router.builder()
        .get("/", HelloProgram::answer)
        .get("/json", HelloProgram::answer)
        .post("/post", HelloProgram::answer)
        .build();
  }

  private static Response answer(Request request) throws IOException {
    return switch (request.path()) {
      case "/json" -> Response.json(200, HelloText.hundred());
      case "/post" -> Response.text(200, "" + request.bytes().length);
      default -> Response.text(200, HelloText.BODY);
    };
  }
}
