package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.registry.Database;
import dev.perennial.schedule.PeriodicTaskSpec;
import dev.perennial.schedule.PeriodicTasks;
import dev.perennial.service.BaseService;
import dev.perennial.service.Operation;
import dev.perennial.service.Replacement;
import dev.perennial.service.TasksOperation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Moves records along: instantiating and healing ones become active, deleted ones are removed.
///
/// In a reload the new worker is ready before the old one leaves, but its task starts only when the
/// old one is gone: so nothing periodic runs twice at once.
final class ConductorService extends BaseService {

  static final String NAME = "orchestrator-conductor";

  private static final Logger LOG = System.getLogger("orchestrator.conductor");

  private final Database database;
  private final DatabaseConductor records;
  private final InstantSource clock;
  private final OrchestratorOptions options;

  private final PeriodicTasks periodic;

  ConductorService(Database database, InstantSource clock, Config config) {
    this.database = database;
    this.records = new DatabaseConductor(database, clock);
    this.clock = clock;
    this.options = config.get(OrchestratorOptions.class);
    this.periodic = new PeriodicTasks(config, this);
    periodic.add(
        PeriodicTaskSpec.every("state-changes", options.stateChangeInterval()).immediately(),
        this::changeStates);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Replacement replacement() {
    return Replacement.HANDOVER;
  }

  @Override
  public void start() throws Exception {
    database.check();
    super.start();
  }

  @Override
  public void takeOver() {
    periodic.start(tasks());
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(TasksOperation.NAME, new TasksOperation(periodic));
  }

  @Override
  public void stop() {
    super.stop();
    database.close();
  }

  // Ages are measured on the wall clock, because the records outlive processes and machines.
  void changeStates() {
    Instant now = clock.instant();
    int activated = records.activateOlderThan(now.minus(options.activationTime()));
    int removed = records.removeDeletedBefore(now.minus(options.deletedRetention()));
    if (activated + removed > 0) {
      LOG.log(Level.INFO, "{0} instances became active, {1} were removed", activated, removed);
    }
  }
}
