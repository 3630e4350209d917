package dev.perennial.examples.orchestrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.config.Config;
import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseException;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.PeriodicTaskOptions;
import dev.perennial.service.Replacement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConductorServiceTest {

  private static final Duration ACTIVATION = Duration.ofSeconds(2);
  private static final Duration RETENTION = Duration.ofSeconds(60);

  private final SettableClock clock = new SettableClock();

  @TempDir private Path directory;
  private Database database;
  private DatabaseConductor records;
  private ConductorService service;

  @BeforeEach
  void make() {
    database = TestDatabase.in(directory);
    records = new DatabaseConductor(database, clock);
    service =
        new ConductorService(
            database,
            clock,
            Config.forTesting(OrchestratorOptions.class, PeriodicTaskOptions.class)
                .set("orchestrator", "activation_time", "2")
                .set("orchestrator", "deleted_retention", "60")
                .build());
  }

  @AfterEach
  void close() {
    service.stop();
  }

  @Test
  void an_instance_is_active_once_it_is_old_enough() {
    String id = records.createVnfInstance("vnf-1").id();
    clock.advance(ACTIVATION.minusMillis(1));
    service.changeStates();
    assertEquals(VnfInstance.State.INSTANTIATING, records.getVnfInstance(id).state());
    clock.advance(Duration.ofMillis(1));
    service.changeStates();
    VnfInstance active = records.getVnfInstance(id);
    assertEquals(VnfInstance.State.ACTIVE, active.state());
    assertEquals(clock.instant(), active.updatedAt());
    assertEquals(clock.instant().minus(ACTIVATION), active.createdAt());
  }

  @Test
  void a_healed_instance_is_active_again_after_the_same_time() {
    String id = records.createVnfInstance("vnf-1").id();
    clock.advance(ACTIVATION);
    service.changeStates();
    records.healVnfInstance(id);
    service.changeStates();
    assertEquals(VnfInstance.State.HEALING, records.getVnfInstance(id).state());
    clock.advance(ACTIVATION);
    service.changeStates();
    assertEquals(VnfInstance.State.ACTIVE, records.getVnfInstance(id).state());
  }

  @Test
  void an_active_instance_stays_as_it_is() {
    String id = records.createVnfInstance("vnf-1").id();
    clock.advance(ACTIVATION);
    service.changeStates();
    VnfInstance active = records.getVnfInstance(id);
    clock.advance(RETENTION.multipliedBy(2));
    service.changeStates();
    assertEquals(active, records.getVnfInstance(id));
  }

  @Test
  void a_deleted_instance_is_removed_after_its_retention_and_never_active_again() {
    String id = records.createVnfInstance("vnf-1").id();
    records.deleteVnfInstance(id);
    clock.advance(RETENTION.minusMillis(1));
    service.changeStates();
    assertEquals(1, rows());
    assertThrows(UnknownInstanceException.class, () -> records.getVnfInstance(id));
    clock.advance(Duration.ofMillis(1));
    service.changeStates();
    assertEquals(0, rows());
    assertEquals(0, records.listVnfInstances(10, Optional.empty()).size());
  }

  @Test
  @Timeout(30)
  void the_timer_waits_for_the_predecessor_to_be_gone() throws Exception {
    assertEquals(Replacement.HANDOVER, service.replacement());
    String id = records.createVnfInstance("vnf-1").id();
    clock.advance(ACTIVATION);
    service.start();
    assertEquals(VnfInstance.State.INSTANTIATING, records.getVnfInstance(id).state());
    service.takeOver();
    // The timer runs at once and then after an interval; drain ends it behind the run it is in.
    while (records.getVnfInstance(id).state() != VnfInstance.State.ACTIVE) {
      Thread.onSpinWait();
    }
    service.drain(Deadline.after(Duration.ofSeconds(10)));
  }

  @Test
  void a_conductor_without_a_usable_database_does_not_start() {
    Database missing = TestDatabase.in(directory.resolve("missing"));
    ConductorService unable =
        new ConductorService(
            missing,
            clock,
            Config.forTesting(OrchestratorOptions.class, PeriodicTaskOptions.class).build());
    assertThrows(DatabaseException.class, unable::start);
  }

  private int rows() {
    return database.run(connection -> {
      try (var statement = connection.createStatement();
          var row = statement.executeQuery("SELECT count(*) FROM vnf_instances")) {
        return row.getInt(1);
      }
    });
  }
}
