package dev.perennial.tests.interop;

import dev.perennial.config.Config;
import dev.perennial.daemon.Manager;
import dev.perennial.daemon.RpcService;
import dev.perennial.launcher.Launcher;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.service.Service;
import java.nio.file.Path;

/// A program that may be started before its broker: `SERVICE WORKERS URL STATE_DIR`. It has more
/// time for its end than any test.
final class EarlyProgram {

  private EarlyProgram() {}

  /// What is launched.
  enum Kind {
    SERVER,
    SERVICE
  }

  /// Tells when it is stopped.
  @Endpoint
  static final class Telling extends Manager {

    Telling(Config config, String host) {
      super(config, host);
    }

    @RemoteMethod
    String echo(String text) {
      return text;
    }

    @Override
    protected void stop() {
      System.out.println("the manager is stopped");
    }
  }

  public static void main(String[] args) {
    Config config =
        Config.program("early")
            .groups(ServiceOptions.class, LauncherOptions.class)
            .groups(RpcService.optionRecords())
            .override("DEFAULT", "transport_url", args[2])
            .override("DEFAULT", "graceful_shutdown_timeout", "3600")
            .override("launcher", "state_dir", args[3])
            .override("launcher", "aot_cache", "false")
            .loadOrExit(new String[0]);
    Service service =
        switch (Kind.valueOf(args[0])) {
          case SERVER ->
              RpcServer.builder(Transport.open(config), Target.of("early").withServer("one"))
                  .endpoint(new CountingDesk())
                  .build();
          case SERVICE ->
              RpcService.create(config, with -> with.binary("early").manager(Telling.class));
        };
    System.exit(Launcher.launch(config, service, Integer.parseInt(args[1])).await());
  }

  static Process start(Kind kind, int workers, String url, Path directory) throws Exception {
    return JavaProgram.start(
        EarlyProgram.class,
        directory,
        kind.name(),
        Integer.toString(workers),
        url,
        directory.toString());
  }
}
