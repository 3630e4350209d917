package dev.perennial.benchmarks;

import dev.perennial.config.Config;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.rpc.rabbitmq.RabbitOptions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Our server or client of the calls that are measured: `server|client URL TOPIC [CALLERS
/// SECONDS]`.
final class RpcProgram {

  private RpcProgram() {}

  /// What is called.
  @Endpoint
  static final class Adder {
    @RemoteMethod
    int add(int a, int b) {
      return a + b;
    }
  }

  public static void main(String[] args) throws Exception {
    Config config = Config.forTesting(RpcOptions.class, RabbitOptions.class).build();
    Target topic = Target.of(args[2]);
    try (Transport transport = Transport.open(TransportUrl.parse(args[1]), config)) {
      if (args[0].equals("server")) {
        RpcServer.builder(transport, topic.withServer("one")).endpoint(new Adder()).build().start();
        System.out.println("ready");
        new CountDownLatch(1).await();
      } else {
        RpcClient client = RpcClient.create(transport, topic);
        Map<String, Integer> numbers = Map.of("a", 1, "b", 2);
        RpcLoad.run(
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]),
            () -> client.call("add", numbers, Integer.class));
      }
    }
  }
}
