package dev.perennial.tests.interop;

import dev.perennial.config.Config;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ServiceLauncher;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.rpc.Acknowledge;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.NotificationOptions;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.rabbitmq.RabbitOptions;

/// A program of its own that works and tells what it begins: `URL TOPIC STATE_DIR`.
final class DeskProgram {

  private DeskProgram() {}

  /// Tells what it begins.
  @Endpoint
  static final class TellingDesk {
    private final CountingDesk desk = new CountingDesk();

    @RemoteMethod
    String work(String id, int millis) throws InterruptedException {
      System.out.println("begun " + id);
      return desk.work(id, millis);
    }
  }

  public static void main(String[] args) {
    Config config =
        Config.program("desk")
            .groups(
                ServiceOptions.class,
                LauncherOptions.class,
                RpcOptions.class,
                NotificationOptions.class,
                RabbitOptions.class)
            .override("DEFAULT", "transport_url", args[0])
            .override("DEFAULT", "graceful_shutdown_timeout", "8")
            .override("launcher", "state_dir", args[2])
            .loadOrExit(new String[0]);
    Transport transport = Transport.open(config);
    RpcServer server =
        RpcServer.builder(transport, Target.of(args[1]).withServer("program"))
            .endpoint(new TellingDesk())
            .acknowledge(Acknowledge.ON_COMPLETION)
            .build();
    ServiceLauncher launcher = new ServiceLauncher(config);
    launcher.launchService(server);
    int status = launcher.await();
    transport.close();
    System.exit(status);
  }
}
