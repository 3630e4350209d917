package dev.perennial.examples.orchestrator;

import dev.perennial.service.BaseService;
import dev.perennial.service.Replacement;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;

/// Moves records along: instantiating and healing ones become active, deleted ones are removed.
///
/// In a reload the new worker is ready before the old one leaves, but its timer starts only when
/// the old one is gone: so nothing periodic runs twice at once.
final class ConductorService extends BaseService {

  static final String NAME = "orchestrator-conductor";

  private static final Logger LOG = System.getLogger("orchestrator.conductor");

  private final Database database;
  private final DatabaseConductor records;
  private final InstantSource clock;
  private final OrchestratorOptions options;

  ConductorService(Database database, InstantSource clock, OrchestratorOptions options) {
    this.database = database;
    this.records = new DatabaseConductor(database, clock);
    this.clock = clock;
    this.options = options;
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
    database.open();
    super.start();
  }

  @Override
  public void takeOver() {
    tasks().addTimer("state-changes", options.stateChangeInterval(), this::changeStates);
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
