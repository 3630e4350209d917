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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// Our servers or client of the calls and casts that are measured: `server URL TOPIC NAME…` or
/// `client URL TOPIC calls|casts|fanouts CALLERS,… SECONDS [MOST_CASTS]`.
final class RpcProgram {

  private static final Map<String, Integer> NUMBERS = Map.of("a", 1, "b", 2);

  private RpcProgram() {}

  /// What is called.
  @Endpoint
  static final class Adder {
    private final AtomicLong handled = new AtomicLong();

    @RemoteMethod
    int add(int a, int b) {
      return a + b;
    }

    @RemoteMethod
    void note(int a, int b) {
      handled.incrementAndGet();
    }

    @RemoteMethod
    long handled() {
      return handled.get();
    }
  }

  public static void main(String[] args) throws Exception {
    Config config = Config.forTesting(RpcOptions.class, RabbitOptions.class).build();
    TransportUrl url = TransportUrl.parse(args[1]);
    Target topic = Target.of(args[2]);
    if (args[0].equals("server")) {
      for (String name : List.of(args).subList(3, args.length)) {
        Transport transport = Transport.open(url, config);
        RpcServer.builder(transport, topic.withServer(name)).endpoint(new Adder()).build().start();
      }
      System.out.println("ready");
      new CountDownLatch(1).await();
    } else {
      try (Transport transport = Transport.open(url, config)) {
        RpcClient client = RpcClient.create(transport, topic);
        long most = args.length > 6 ? Long.parseLong(args[6]) : RpcLoad.UNLIMITED;
        run(client, args[3], args[4], Integer.parseInt(args[5]), most);
      }
    }
  }

  private static void run(RpcClient client, String what, String callers, int seconds, long most)
      throws Exception {
    switch (what) {
      case "calls" ->
          RpcLoad.calls(callers, seconds, () -> client.call("add", NUMBERS, Integer.class));
      case "casts" ->
          RpcLoad.casts(
              callers, seconds, most, () -> client.cast("note", NUMBERS), () -> handled(client));
      default ->
          RpcLoad.casts(
              callers,
              seconds,
              most,
              () -> client.fanout("note", NUMBERS),
              () -> RpcLoad.leastOfServers(name -> handled(client.prepare(to -> to.server(name)))));
    }
  }

  private static long handled(RpcClient client) {
    return client.call("handled", Map.of(), Long.class);
  }
}
