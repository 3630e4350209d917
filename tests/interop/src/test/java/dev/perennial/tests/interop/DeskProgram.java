package dev.perennial.tests.interop;

import dev.perennial.config.Config;
import dev.perennial.launcher.Launcher;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.rpc.Acknowledge;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.NotificationOptions;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.rabbitmq.RabbitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A program of its own that works and tells what it begins: `URL TOPIC STATE_DIR ACKNOWLEDGE
/// WORKERS`. It has eight seconds for its end.
final class DeskProgram {

  /// Ends the topic of those whom it has work.
  static final String INNER = "_inner";

  private static final String BEGUN = "begun ";
  private static final String PROBE = "probe";

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
      System.out.println(BEGUN + id);
      return desk.work(id, millis);
    }

    /// Has somebody else do the work.
    @RemoteMethod
    String delegate(String id, int millis) {
      System.out.println(BEGUN + id);
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
            .endpoint(new TellingDesk(RpcClient.create(transport, Target.of(args[1] + INNER))))
            .acknowledge(Acknowledge.valueOf(args[3]))
            .build();
    int status = Launcher.launch(config, server, Integer.parseInt(args[4])).await();
    transport.close();
    System.exit(status);
  }

  /// @param workers 1 for one that runs in a single process
  static Process start(
      Broker broker, String topic, Acknowledge acknowledge, int workers, Path directory)
      throws IOException {
    return JavaProgram.start(
        DeskProgram.class,
        directory,
        broker.url(),
        topic,
        directory.toString(),
        acknowledge.name(),
        Integer.toString(workers));
  }

  static void awaitListening(Broker broker, String topic) {
    try (Transport transport = broker.transport()) {
      RpcClient client = RpcClient.create(transport, Target.of(topic));
      Waiting.until("the program listens", Broker.PATIENCE, () -> listens(client));
    }
  }

  /// The ids of what it has begun to run, each as often as it has begun it.
  static List<String> begun(Path directory) throws IOException {
    return Files.readString(directory.resolve(JavaProgram.LOG))
        .lines()
        .filter(line -> line.startsWith(BEGUN) && !line.endsWith(PROBE))
        .map(line -> line.substring(BEGUN.length()))
        .toList();
  }

  private static boolean listens(RpcClient client) {
    try {
      client.call("work", Map.of("id", PROBE, "millis", 0));
      return true;
    } catch (RpcException notYet) {
      return false;
    }
  }
}
