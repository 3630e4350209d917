package dev.perennial.tests.interop;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.perennial.config.Config;
import dev.perennial.config.TestingConfigBuilder;
import dev.perennial.rpc.NotificationOptions;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.rpc.rabbitmq.RabbitOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// Debian's RabbitMQ as a node of its own: in a directory of its own, on free ports of the loopback
/// address, ended by its own process id. It touches no other node of the machine.
final class Broker implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Path SCRIPTS = Path.of("/usr/lib/rabbitmq/bin");

  private final Path directory;
  private final int port;
  private final int distributionPort;
  private final int mapperPort;
  private final int tlsPort;
  private final BrokerCertificates certificates;
  private final Process mapper;
  private Process node;

  private Broker(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    List<Integer> ports = FreePorts.of(4);
    this.port = ports.get(0);
    this.distributionPort = ports.get(1);
    this.mapperPort = ports.get(2);
    this.tlsPort = ports.get(3);
    this.certificates = BrokerCertificates.make(directory);
    Files.writeString(directory.resolve("rabbitmq.conf"), configuration());
    Files.writeString(directory.resolve("plugins"), "[rabbitmq_auth_mechanism_ssl].");
    this.mapper = command(List.of("epmd", "-port", Integer.toString(mapperPort)), "epmd").start();
    this.node = launch();
    awaitReady();
  }

  static Broker start() throws IOException, InterruptedException {
    Broker broker = new Broker(Files.createTempDirectory("perennial-rabbitmq"));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    return broker;
  }

  /// The one that the tests of this process share. It is ended with the process.
  static Broker shared() {
    return Shared.BROKER;
  }

  private static final class Shared {
    static final Broker BROKER;

    static {
      try {
        BROKER = start();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    }
  }

  int port() {
    return port;
  }

  /// Where it speaks TLS, and only with clients that have a certificate.
  int tlsPort() {
    return tlsPort;
  }

  BrokerCertificates certificates() {
    return certificates;
  }

  String url() {
    return "rabbit://guest:guest@127.0.0.1:" + port + "/";
  }

  /// A transport of ours, with options of `[oslo_messaging_rabbit]`.
  Transport transport(Map<String, String> options) {
    return Transport.open(TransportUrl.parse(url()), config(options));
  }

  Transport transport() {
    return transport(Map.of());
  }

  Config config(Map<String, String> options) {
    TestingConfigBuilder config =
        Config.forTesting(RpcOptions.class, NotificationOptions.class, RabbitOptions.class);
    config.set("DEFAULT", "transport_url", url());
    config.set("oslo_messaging_notifications", "driver", "messagingv2");
    options.forEach((name, value) -> config.set("oslo_messaging_rabbit", name, value));
    return config.build();
  }

  /// Ends the node as an operator does, and waits for it.
  void stop() throws InterruptedException {
    node.destroy();
    awaitEnd();
  }

  /// Ends the node as if its machine had failed: nothing is put in order, and nobody is told.
  void crash() throws IOException, InterruptedException {
    signal("KILL");
    awaitEnd();
  }

  /// Starts the node again, with what it had on disk.
  void startAgain() throws IOException {
    node = launch();
    awaitReady();
  }

  /// Lets the node stand still, as behind a network that swallows everything.
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  /// What the node has refused to declare otherwise than it is, of things with a text in their
  /// names.
  List<String> refusals(String text) throws IOException {
    return Files.readString(directory.resolve("node.out"))
        .lines()
        .filter(line -> line.contains("precondition_failed") && line.contains(text))
        .toList();
  }

  /// A connection for messages of the test's own.
  Connection connect() throws IOException, TimeoutException {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(port);
    return factory.newConnection();
  }

  /// Asks the node for something by its own tool.
  String ctl(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(SCRIPTS.resolve("rabbitmqctl").toString(), "-q"));
    line.addAll(List.of(arguments));
    Path output = directory.resolve("ctl.out");
    Process tool = command(line, "ctl.err").redirectOutput(output.toFile()).start();
    if (!tool.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || tool.exitValue() != 0) {
      tool.destroyForcibly();
      throw new IllegalStateException(
          "rabbitmqctl "
              + List.of(arguments)
              + ": "
              + Files.readString(directory.resolve("ctl.err")));
    }
    return Files.readString(output);
  }

  /// The private queues of callers that there are now.
  Set<String> replyQueues() throws IOException, InterruptedException {
    return ctl("list_queues", "name")
        .lines()
        .filter(name -> name.startsWith("reply_"))
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    List<ProcessHandle> rest = new ArrayList<>(node.descendants().toList());
    node.destroyForcibly();
    rest.forEach(ProcessHandle::destroyForcibly);
    mapper.destroyForcibly();
    Directories.delete(directory);
  }

  private Process launch() throws IOException {
    return command(List.of(SCRIPTS.resolve("rabbitmq-server").toString()), "node.err")
        .redirectOutput(directory.resolve("node.out").toFile())
        .start();
  }

  private void signal(String name) throws IOException, InterruptedException {
    for (ProcessHandle process : node.descendants().toList()) {
      String command = process.info().command().orElse("");
      if (command.endsWith("beam.smp")) {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      }
    }
  }

  private ProcessBuilder command(List<String> line, String errors) {
    ProcessBuilder command = new ProcessBuilder(line);
    Map<String, String> environment = command.environment();
    environment.keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
    environment.put("HOME", directory.toString());
    environment.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
    environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    environment.put("RABBITMQ_NODENAME", "perennial" + port + "@localhost");
    environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
    environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
    environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
    environment.put("RABBITMQ_MNESIA_BASE", directory.resolve("data").toString());
    environment.put("RABBITMQ_LOG_BASE", directory.resolve("log").toString());
    environment.put("RABBITMQ_PID_FILE", directory.resolve("pid").toString());
    environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", directory.resolve("plugins").toString());
    environment.put("RABBITMQ_CONFIG_FILE", directory.resolve("rabbitmq").toString());
    environment.put("RABBITMQ_LOGS", "-");
    environment.put("RABBITMQ_ERLANG_COOKIE", "perennial");
    environment.put(
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+sbwt none +sbwtdcpu none +sbwtdio none");
    command.redirectError(directory.resolve(errors).toFile());
    return command;
  }

  private String configuration() {
    return """
    vm_memory_high_watermark.relative = 0.6
    listeners.ssl.1 = 127.0.0.1:%d
    ssl_options.cacertfile = %s
    ssl_options.certfile = %s
    ssl_options.keyfile = %s
    ssl_options.verify = verify_peer
    ssl_options.fail_if_no_peer_cert = true
    ssl_cert_login_from = common_name
    auth_mechanisms.1 = PLAIN
    auth_mechanisms.2 = AMQPLAIN
    auth_mechanisms.3 = EXTERNAL
    """
        .formatted(
            tlsPort,
            certificates.certificate("ca"),
            certificates.certificate("broker"),
            certificates.key("broker"));
  }

  private void awaitEnd() throws InterruptedException {
    if (!node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the broker did not end");
    }
  }

  private void awaitReady() throws IOException {
    Path output = directory.resolve("node.out");
    Waiting.until(
        "the broker is up; see " + output,
        PATIENCE,
        () -> {
          if (!node.isAlive()) {
            throw new IllegalStateException("the broker ended: " + Files.readString(output));
          }
          return Files.readString(output).contains("Server startup complete");
        });
  }
}
