package dev.perennial.examples.orchestrator;

// The program of the README; ReadmeTest compares the two.
import dev.perennial.config.Config;
import dev.perennial.http.HttpService;
import dev.perennial.http.Response;
import dev.perennial.http.Router;
import dev.perennial.launcher.Launcher;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.service.ListenAddress;

class ReadmeProgram {
  public static void main(String[] args) {
    Config config =
        Config.program("hello")
            .groups(ServiceOptions.class, LauncherOptions.class)
            .loadOrExit(args);
    HttpService hello =
        HttpService.builder("hello")
            .listen(ListenAddress.tcp("127.0.0.1", 8080))
            .handler(Router.builder().get("/", _ -> Response.text(200, "hello\n")).build())
            .build();
    System.exit(Launcher.launch(config, hello, 2).await());
  }
}
