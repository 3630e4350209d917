package dev.perennial.tests.interop;

import dev.perennial.config.Config;
import dev.perennial.daemon.RpcService;
import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseOptions;
import dev.perennial.registry.Liveness;
import dev.perennial.registry.RegistryOptions;
import dev.perennial.registry.ServiceRecord;
import dev.perennial.registry.ServiceRegistry;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.schedule.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A service with a [Notary] in this process, which reports to the registry in its database.
final class ReportingService implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String binary;
  private final RpcService service;
  private final Transport transport;
  private final RpcClient client;
  private final ServiceRegistry registry;

  /// @param binary a name that no other test uses
  ReportingService(String binary, String databaseUrl) {
    this.binary = binary;
    // A report finds its connection idle for so long that it is tried before it is used.
    Config config =
        Config.forTesting(RpcService.optionRecords())
            .set("DEFAULT", "transport_url", "memory://" + binary)
            .set("DEFAULT", "report_interval", "0.9")
            .set("DEFAULT", "periodic_interval", "0.05")
            .set("DEFAULT", "periodic_fuzzy_delay", "0")
            .set("database", "connection", databaseUrl)
            .set("database", "pool_timeout", "3")
            .build();
    Database database =
        Database.of(config.get(DatabaseOptions.class), Path.of("unused.db"), Notary.MIGRATIONS);
    this.registry = new ServiceRegistry(database, () -> config.get(RegistryOptions.class));
    this.service =
        RpcService.create(
            config,
            with ->
                with.host("one")
                    .binary(binary)
                    .manager(Notary.class)
                    .managerArguments(database)
                    .registry(registry));
    this.transport = Transport.open(config);
    this.client = RpcClient.create(transport, Target.of(service.topic()));
  }

  /// Starts it as a launcher does.
  void start() throws Exception {
    service.start();
    service.takeOver();
  }

  /// Ends it as a launcher does.
  ///
  /// @return whether all of it has ended
  boolean end() throws InterruptedException {
    service.drain(Deadline.after(PATIENCE));
    service.stop();
    return service.awaitStopped(Deadline.after(PATIENCE));
  }

  Notary notary() {
    return (Notary) service.manager();
  }

  ServiceRecord row() {
    return registry.find(service.key()).orElseThrow();
  }

  boolean isUp() {
    return row().liveness() == Liveness.UP;
  }

  /// Has a note made by a remote call.
  void note(String id) {
    client.call("note", Map.of("id", id));
  }

  /// Asks for what needs no database, by a remote call.
  String echo(String text) {
    return client.call("echo", Map.of("text", text), String.class);
  }

  /// Waits for so many more reports with a result.
  void awaitReports(String result, int more) {
    long goal = reports(result) + more;
    Waiting.until(
        more + " reports of " + binary + " " + result, PATIENCE, () -> reports(result) >= goal);
  }

  /// How many reports had a result, as metrics show it.
  long reports(String result) {
    return Tally.metric("perennial_heartbeats_total", binary, result);
  }

  /// How often a request was delivered once more.
  long cameAgain() {
    return Tally.cameAgain(service.topic(), service.transport().status());
  }

  @Override
  public void close() {
    service.stop();
    transport.close();
  }
}
