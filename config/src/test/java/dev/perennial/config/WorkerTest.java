package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTest {
  @TempDir Path directory;
  private ProgramOnDisk disk;
  private Config supervisor;

  @BeforeEach
  void startSupervisor() throws IOException {
    disk = new ProgramOnDisk(directory);
    disk.file("etc/prog.conf", "[DEFAULT]|bind_host = from file|unknown = 1");
    supervisor = disk.program(Sample.Main.class).load(new String[] {"--bind-port=1"});
    handOver(supervisor.snapshot());
    disk.warnings.clear();
  }

  private void handOver(ConfigSnapshot snapshot) throws IOException {
    Path handedOver = directory.resolve("snapshot");
    Files.writeString(handedOver, snapshot.toText());
    disk.environment.put(ConfigSnapshot.ENVIRONMENT_VARIABLE, handedOver.toString());
    disk.environment.put(
        ConfigSnapshot.WORKER_VARIABLE, Long.toString(ProcessHandle.current().pid()));
  }

  private Config worker(String... args) {
    return disk.program(Sample.Main.class).load(args);
  }

  @Test
  void a_child_of_a_worker_is_an_ordinary_program() {
    disk.environment.put(ConfigSnapshot.WORKER_VARIABLE, "1");
    disk.file("etc/prog.conf", "[DEFAULT]|bind_host = its own");
    assertEquals("its own", worker("--bind-port=2").get(Sample.Main.class).bindHost());
  }

  @Test
  void a_worker_binds_from_the_snapshot_and_reads_no_file() { // X06, X09
    disk.file("etc/prog.conf", "[DEFAULT]|bind_host = edited meanwhile");
    Config worker = worker("--bind-port=2", "--config-file=/none", "--bogus");
    assertEquals(supervisor.get(Sample.Main.class), worker.get(Sample.Main.class));
    assertEquals(supervisor.snapshot(), worker.snapshot());
    assertEquals(supervisor.origin("DEFAULT", "bind_host"), worker.origin("DEFAULT", "bind_host"));
    assertEquals(new Origin.Argument(1), worker.origin("DEFAULT", "bind_port"));
    assertTrue(disk.warnings.isEmpty());
  }

  @Group("grp")
  record Renamed(@Opt(def = "default", was = "former") String text) {}

  @Test
  void what_stood_under_an_old_name_reaches_the_worker() { // X07
    disk.environment.clear();
    disk.file("etc/prog.conf", "[grp]|former = old");
    ConfigSnapshot handedOver = disk.program(Renamed.class).load(new String[0]).snapshot();
    disk.file("etc/prog.conf", "");
    Config worker = disk.program(Renamed.class).load(new String[0]);
    worker.commit(worker.prepare(ConfigSnapshot.parse(handedOver.asGeneration(2).toText())));
    assertEquals("old", worker.get(Renamed.class).text());
  }

  @Test
  void a_damaged_snapshot_is_a_clear_error() throws IOException {
    Files.writeString(directory.resolve("snapshot"), "perennial-snapshot\t1\ngeneration\t1\n");
    assertEquals(
        "configuration snapshot "
            + directory
            + "/snapshot is cut off"
            + " (it is written by the supervisor, not by hand)",
        assertThrows(ConfigException.class, this::worker).getMessage());
  }

  @Test
  void a_missing_snapshot_is_a_clear_error() throws IOException {
    Files.delete(directory.resolve("snapshot"));
    ConfigException refusal = assertThrows(ConfigException.class, this::worker);
    assertEquals(78, refusal.exitStatus());
    assertEquals(
        "configuration snapshot %s/snapshot cannot be read: no such file or directory"
                .formatted(directory)
            + " (PERENNIAL_SNAPSHOT is set by a supervisor only)",
        refusal.getMessage());
  }

  @Test
  void a_worker_takes_over_the_next_snapshot_of_its_supervisor() {
    Config worker = worker();
    disk.file("etc/prog.conf", "[DEFAULT]|debug = on|bind_host = other");
    Candidate mutated = supervisor.prepareMutate();
    String wire = mutated.snapshot().toText();
    Candidate candidate = worker.prepare(ConfigSnapshot.parse(wire));
    assertEquals(mutated.change().changes(), candidate.change().changes());
    worker.commit(candidate);
    assertEquals(2, worker.snapshot().generation());
    assertEquals(new Sample.Main(true, 1, "from file"), worker.get(Sample.Main.class));
  }

  @Group("place")
  record Place(
      @Opt(def = "/var", mutable = true) String statePath,
      @Opt(def = "pw", mutable = true) Secret password,
      @Opt(def = "$state_path/cache") String cache,
      @Opt(def = "") String log,
      @Opt(def = "") String login,
      @Opt(multi = true) List<String> volumes) {}

  @Test
  void a_worker_that_starts_after_mutates_has_what_the_others_have() throws IOException { // X06
    disk.environment.clear();
    String rest = "|log = $state_path/log|login = joe:$password|volumes = $state_path|volumes = /b";
    disk.file("etc/prog.conf", "[place]|state_path = /old|password = first" + rest);
    Config running = disk.program(Place.class).load(new String[0]);
    for (String path : List.of("/new", "/newer")) {
      disk.file("etc/prog.conf", "[place]|state_path = " + path + "|password = next" + rest);
      running.commit(running.prepareMutate());
    }
    assertEquals("/newer", running.get(Place.class).statePath());
    assertEquals("/old/log", running.get(Place.class).log());
    handOver(running.snapshot());
    Config started = disk.program(Place.class).load(new String[0]);
    assertEquals(running.get(Place.class), started.get(Place.class));
    assertEquals(running.options(), started.options());
    assertEquals(running.snapshot(), started.snapshot());
    disk.environment.clear();
    running.commit(running.prepareReload());
    assertEquals("/newer/log", running.get(Place.class).log());
  }

  @Test
  void a_worker_refuses_to_read_files_later() {
    Config worker = worker();
    assertThrows(IllegalStateException.class, worker::prepareReload);
    assertThrows(IllegalStateException.class, worker::prepareMutate);
  }
}
