package dev.perennial.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Debian's RabbitMQ as a node of its own, on free ports of the loopback address.
final class RabbitNode implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 90;

  private final Path directory;
  private final int port = freePort();
  private final int distributionPort = freePort();
  private final int mapperPort = freePort();
  private final Process mapper;
  private final Process node;

  RabbitNode(Path parent) throws IOException, InterruptedException {
    this.directory = Files.createDirectory(parent.resolve("rabbitmq"));
    this.mapper = command("epmd", "-port", Integer.toString(mapperPort)).start();
    Path output = directory.resolve("node.out");
    this.node =
        command("/usr/lib/rabbitmq/bin/rabbitmq-server").redirectOutput(output.toFile()).start();
    for (int i = 0; !Files.readString(output).contains("Server startup complete"); i++) {
      if (i == PATIENCE_SECONDS || !node.isAlive()) {
        throw new IOException("the broker does not start: " + Files.readString(output));
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }

  String url() {
    return "rabbit://guest:guest@127.0.0.1:" + port + "/";
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    List<ProcessHandle> rest = node.descendants().toList();
    node.destroyForcibly();
    rest.forEach(ProcessHandle::destroyForcibly);
    mapper.destroyForcibly();
  }

  private ProcessBuilder command(String... line) {
    ProcessBuilder command = new ProcessBuilder(line);
    Map<String, String> environment = command.environment();
    environment.put("HOME", directory.toString());
    environment.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
    environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    environment.put("RABBITMQ_NODENAME", "benchmark" + port + "@localhost");
    environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
    environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
    environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
    environment.put("RABBITMQ_MNESIA_BASE", directory.resolve("data").toString());
    environment.put("RABBITMQ_LOG_BASE", directory.resolve("log").toString());
    environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", directory.resolve("plugins").toString());
    environment.put("RABBITMQ_LOGS", "-");
    environment.put("RABBITMQ_ERLANG_COOKIE", "benchmark");
    return command.redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
