package dev.perennial.examples.orchestrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.config.Config;
import dev.perennial.config.TestingConfigBuilder;
import dev.perennial.daemon.RpcService;
import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseException;
import dev.perennial.rpc.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VnfManagerTest {

  private static final Duration ACTIVATION = Duration.ofSeconds(2);
  private static final Duration RETENTION = Duration.ofSeconds(60);

  private final SettableClock clock = new SettableClock();

  @TempDir private Path directory;
  private Database database;
  private DatabaseConductor records;
  private VnfManager manager;

  @BeforeEach
  void make() {
    database = TestDatabase.in(directory);
    records = new DatabaseConductor(database, clock);
    manager =
        new VnfManager(
            config()
                .set("orchestrator", "activation_time", "2")
                .set("orchestrator", "deleted_retention", "60")
                .build(),
            "one",
            database,
            records);
  }

  @AfterEach
  void close() {
    manager.stop();
  }

  @Test
  void an_instance_is_active_once_it_is_old_enough() {
    String id = records.createVnfInstance("vnf-1").id();
    clock.advance(ACTIVATION.minusMillis(1));
    changeStates();
    assertEquals(VnfInstance.State.INSTANTIATING, records.getVnfInstance(id).state());
    clock.advance(Duration.ofMillis(1));
    changeStates();
    VnfInstance active = records.getVnfInstance(id);
    assertEquals(VnfInstance.State.ACTIVE, active.state());
    assertEquals(clock.instant(), active.updatedAt());
    assertEquals(clock.instant().minus(ACTIVATION), active.createdAt());
  }

  // That of this machine is another one, as if another conductor had made the record.
  @Test
  void only_the_clock_of_the_database_counts() {
    String id = new DatabaseConductor(database, clock).createVnfInstance("vnf-1").id();
    long time = Long.parseLong(id.replace("-", "").substring(0, 12), 16);
    assertEquals(clock.instant().toEpochMilli(), time, "the order of pages");
    changeStates();
    assertEquals(VnfInstance.State.INSTANTIATING, records.getVnfInstance(id).state());
    clock.advance(ACTIVATION);
    changeStates();
    assertEquals(clock.instant(), records.getVnfInstance(id).updatedAt());
  }

  @Test
  void a_healed_instance_is_active_again_after_the_same_time() {
    String id = records.createVnfInstance("vnf-1").id();
    clock.advance(ACTIVATION);
    changeStates();
    records.healVnfInstance(id);
    changeStates();
    assertEquals(VnfInstance.State.HEALING, records.getVnfInstance(id).state());
    clock.advance(ACTIVATION);
    changeStates();
    assertEquals(VnfInstance.State.ACTIVE, records.getVnfInstance(id).state());
  }

  @Test
  void an_active_instance_stays_as_it_is() {
    String id = records.createVnfInstance("vnf-1").id();
    clock.advance(ACTIVATION);
    changeStates();
    VnfInstance active = records.getVnfInstance(id);
    clock.advance(RETENTION.multipliedBy(2));
    changeStates();
    assertEquals(active, records.getVnfInstance(id));
  }

  @Test
  void a_deleted_instance_is_removed_after_its_retention_and_never_active_again() {
    String id = records.createVnfInstance("vnf-1").id();
    records.deleteVnfInstance(id);
    clock.advance(RETENTION.minusMillis(1));
    changeStates();
    assertEquals(1, rows());
    assertThrows(UnknownInstanceException.class, () -> records.getVnfInstance(id));
    clock.advance(Duration.ofMillis(1));
    changeStates();
    assertEquals(0, rows());
    assertEquals(0, records.listVnfInstances(10, Optional.empty(), Optional.empty()).size());
  }

  @Test
  void a_conductor_without_a_usable_database_does_not_start() {
    VnfManager unable =
        new VnfManager(config().build(), "one", TestDatabase.in(directory.resolve("missing")));
    assertThrows(DatabaseException.class, unable::initHost);
  }

  @Test
  void callers_on_the_bus_see_instances_and_what_is_wrong() throws Exception {
    RpcService service =
        RpcService.create(
            config().build(),
            with ->
                with.binary("orchestrator-conductor")
                    .topicPrefix("orchestrator-")
                    .manager(VnfManager.class)
                    .managerArguments(database, records));
    try (Transport transport = Transport.open(config().build())) {
      service.start();
      Conductor conductor = RemoteConductor.on(transport);
      VnfInstance created = conductor.createVnfInstance("vnf-1");
      assertEquals(created, conductor.getVnfInstance(created.id()));
      assertEquals(
          List.of(created), conductor.listVnfInstances(10, Optional.empty(), Optional.empty()));
      assertEquals(
          List.of(), conductor.listVnfInstances(10, Optional.of(created.id()), Optional.empty()));
      assertEquals(
          List.of(created),
          conductor.listVnfInstances(
              10, Optional.empty(), Optional.of(VnfInstance.State.INSTANTIATING)));
      assertEquals(VnfInstance.State.HEALING, conductor.healVnfInstance(created.id()).state());
      conductor.deleteVnfInstance(created.id());
      UnknownInstanceException unknown =
          assertThrows(
              UnknownInstanceException.class, () -> conductor.getVnfInstance(created.id()));
      assertEquals("there is no VNF instance " + created.id(), unknown.getMessage());
    } finally {
      service.stop();
    }
  }

  private void changeStates() {
    manager.activateInstances();
    manager.removeDeletedInstances();
  }

  private static TestingConfigBuilder config() {
    List<Class<? extends Record>> groups = new ArrayList<>(RpcService.optionRecords());
    groups.add(OrchestratorOptions.class);
    return Config.forTesting(groups).set("DEFAULT", "transport_url", "memory://vnf-manager");
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
