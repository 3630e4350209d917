package dev.perennial.benchmarks;

import com.rabbitmq.client.impl.ClientVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Whose programs stand at an end of the bus: each is a server and a client.
enum RpcPeer {
  /// What the AMQP library gives when the same messages are written by hand.
  RAW,
  OURS,
  PYTHON;

  // A client and a server share the processors as two workers do, so they have the share that the
  // launcher gives to each of two.
  private static final int SHARE = Math.ceilDiv(Runtime.getRuntime().availableProcessors(), 2);
  private static final List<String> JVM =
      List.of("-XX:+UseSerialGC", "-Xmx512m", "-Djdk.virtualThreadScheduler.parallelism=" + SHARE);

  /// What it stands on.
  String about() throws IOException, InterruptedException {
    return switch (this) {
      case RAW -> "by hand on amqp-client " + ClientVersion.VERSION;
      case OURS -> "RpcServer and RpcClient, on amqp-client " + ClientVersion.VERSION;
      case PYTHON ->
          "oslo.messaging %s, executor threading"
              .formatted(Packages.version("python3-oslo.messaging"));
    };
  }

  /// Starts its servers.
  List<String> server(Checkout checkout, RabbitNode node, String topic, List<String> names) {
    List<String> command = program(checkout);
    command.addAll(List.of("server", address(node), topic));
    command.addAll(names);
    return command;
  }

  /// Starts its client.
  ///
  /// @param load what to send: calls, casts or fanouts, from how many callers, for how long
  List<String> client(Checkout checkout, RabbitNode node, String topic, List<String> load) {
    List<String> command = program(checkout);
    command.addAll(List.of("client", address(node), topic));
    command.addAll(load);
    return command;
  }

  private String address(RabbitNode node) {
    return this == RAW ? Integer.toString(node.port()) : node.url();
  }

  private List<String> program(Checkout checkout) {
    return switch (this) {
      case RAW -> java(checkout, RawRpcProgram.class);
      case OURS -> java(checkout, RpcProgram.class);
      case PYTHON ->
          new ArrayList<>(
              List.of("/usr/bin/python3", "-W", "ignore", checkout.peer("oslo_rpc.py")));
    };
  }

  private static List<String> java(Checkout checkout, Class<?> main) {
    List<String> command = new ArrayList<>(checkout.java());
    command.addAll(JVM);
    command.addAll(List.of("-cp", checkout.benchmarks(), main.getName()));
    return command;
  }
}
