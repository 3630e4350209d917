package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.daemon.Manager;
import dev.perennial.registry.Database;
import dev.perennial.rpc.RpcServerBuilder;
import dev.perennial.schedule.PeriodicTaskSpec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/// The conductor: keeps the records of instances, and moves them along in time. Instantiating and
/// healing ones become active, deleted ones are removed.
///
/// Several conductors may share a database: each step is one statement that does nothing the second
/// time, and the ages of records are measured by the clock of the database.
final class VnfManager extends Manager {

  private static final Logger LOG = System.getLogger("orchestrator.conductor");

  private final Database database;
  private final DatabaseConductor records;
  private final OrchestratorOptions options;

  VnfManager(Config config, String host, Database database) {
    this(config, host, database, new DatabaseConductor(database));
  }

  VnfManager(Config config, String host, Database database, DatabaseConductor records) {
    super(config, host);
    this.database = database;
    this.records = records;
    this.options = config.get(OrchestratorOptions.class);
    addTask("activate-instances", this::activateInstances);
    addTask("remove-deleted-instances", this::removeDeletedInstances);
  }

  private void addTask(String name, Runnable task) {
    periodic()
        .add(PeriodicTaskSpec.every(name, options.stateChangeInterval()).immediately(), task::run);
  }

  @Override
  protected List<Object> endpoints() {
    return List.of(records);
  }

  @Override
  protected void configure(RpcServerBuilder server) {
    server.errors(RemoteConductor.ERRORS);
  }

  @Override
  protected void initHost() {
    database.check();
  }

  @Override
  protected void stop() {
    database.close();
  }

  void activateInstances() {
    report(records.activate(options.activationTime()), "became active");
  }

  void removeDeletedInstances() {
    report(records.removeDeleted(options.deletedRetention()), "were removed");
  }

  private static void report(int count, String what) {
    if (count > 0) {
      LOG.log(Level.INFO, "{0} instances {1}", count, what);
    }
  }
}
