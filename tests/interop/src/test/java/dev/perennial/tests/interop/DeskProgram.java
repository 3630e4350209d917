package dev.perennial.tests.interop;

import dev.perennial.config.Config;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ServiceLauncher;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.rpc.Acknowledge;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.NotificationOptions;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.rabbitmq.RabbitOptions;
import java.util.Map;

/// A program of its own that works and tells what it begins: `URL TOPIC STATE_DIR`.
final class DeskProgram {

  private DeskProgram() {}

  /// Tells what it begins.
  @Endpoint
  static final class TellingDesk {
    private final CountingDesk desk = new CountingDesk();
    private final RpcClient inner;

    TellingDesk(RpcClient inner) {
      this.inner = inner;
    }

    @RemoteMethod
    String work(String id, int millis) throws InterruptedException {
      System.out.println("begun " + id);
      return desk.work(id, millis);
    }

    /// Has somebody else do the work.
    @RemoteMethod
    String delegate(String id, int millis) {
      System.out.println("begun " + id);
      return inner.call("work", Map.of("id", id, "millis", millis), String.class);
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
            .endpoint(new TellingDesk(RpcClient.create(transport, Target.of(args[1] + "_inner"))))
            .acknowledge(Acknowledge.ON_COMPLETION)
            .build();
    ServiceLauncher launcher = new ServiceLauncher(config);
    launcher.launchService(server);
    int status = launcher.await();
    transport.close();
    System.exit(status);
  }
}
