package dev.perennial.tests.system;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Inline;
import dev.perennial.daemon.ApiListen;
import dev.perennial.daemon.ApiService;
import dev.perennial.http.Response;
import dev.perennial.launcher.Launcher;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ServiceOptions;

/// A program that is an API of `api-paste.ini`, `metering`, and answers with its process.
final class ApiProgram {

  /// Options by the name of the API.
  @Group
  record Apis(@Inline(prefix = "metering_") ApiListen metering) {}

  private ApiProgram() {}

  public static void main(String[] args) {
    Config config =
        Config.program("api-program")
            .groups(ServiceOptions.class, LauncherOptions.class, Apis.class)
            .groups(ApiService.optionRecords())
            .loadOrExit(args);
    String pid = Long.toString(ProcessHandle.current().pid());
    ApiService api =
        ApiService.builder(config, "metering")
            .options(config.get(Apis.class).metering())
            .factories(known -> known.app("metering:pid", _ -> _ -> Response.text(200, pid)))
            .build();
    System.exit(Launcher.launch(config, api, api.workers()).await());
  }
}
