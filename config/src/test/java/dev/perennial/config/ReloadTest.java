package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
  @TempDir Path directory;
  private ProgramOnDisk disk;
  private Config config;
  private Path file;

  @BeforeEach
  void load() {
    disk = new ProgramOnDisk(directory);
    write("[DEFAULT]|debug = true|bind_host = a|[database]|connection = hunter2");
    config = disk.program(Sample.Main.class, Sample.Database.class).load(new String[0]);
  }

  private void write(String text) {
    file = disk.file("etc/prog.conf", text);
  }

  private Sample.Main main() {
    return config.get(Sample.Main.class);
  }

  @Test
  void nothing_changes_before_the_commit() { // M01
    write("[DEFAULT]|debug = false|bind_host = b|[database]|connection = hunter3");
    Candidate candidate = config.prepareReload();
    assertEquals(2, candidate.snapshot().generation());
    assertEquals(1, config.snapshot().generation());
    assertEquals("a", main().bindHost());
    config.commit(candidate);
    assertEquals(2, config.snapshot().generation());
    assertEquals(new Sample.Main(false, 9890, "b"), main());
  }

  @Test
  void change_lists_real_differences_with_origin_and_masked_secrets() {
    write("[DEFAULT]|debug = 1|bind_host = b|bind_port=9890|[database]|connection = hunter3");
    ConfigChange change = config.prepareReload().change();
    assertEquals(
        List.of(
            new ConfigChange.Change("DEFAULT", "bind_host", "a", "b", place(3, 13)),
            new ConfigChange.Change("database", "connection", "****", "****", place(6, 14))),
        change.changes());
    assertEquals(List.of(1, 2), List.of(change.oldGeneration(), change.newGeneration()));
    assertTrue(change.touches(Sample.Main.class) && change.touches(Sample.Database.class));
    assertFalse(change.touches(Sample.Types.class));
    assertFalse(change.isEmpty());
  }

  private Origin place(int line, int column) {
    return new Origin.InFile(file.toString(), line, column);
  }

  @Test
  void equal_configuration_is_an_empty_change() {
    write("# moved|[database]|connection = hunter2|[DEFAULT]|debug = yes|bind_host = 'a'");
    assertTrue(config.prepareReload().change().isEmpty());
    assertTrue(config.prepareMutate().change().isEmpty());
  }

  @Test
  void mutate_changes_mutable_options_and_lists_the_others() { // M05, M07
    write("[DEFAULT]|debug = 0|bind_host = b|[database]|connection = x|max_pool_size = 9");
    Candidate candidate = config.prepareMutate();
    config.commit(candidate);
    assertEquals(new Sample.Main(false, 9890, "a"), main());
    assertEquals(9, config.get(Sample.Database.class).maxPoolSize());
    assertEquals("hunter2", config.get(Sample.Database.class).connection().reveal());
    assertEquals(List.of("debug", "max_pool_size"), names(candidate.change().changes()));
    assertEquals(List.of("bind_host", "connection"), names(candidate.change().ignored()));
    assertEquals("b", candidate.change().ignored().getFirst().newText());
    assertEquals(new Origin.InFile(file.toString(), 3, 13), config.origin("DEFAULT", "bind_host"));
  }

  private static List<String> names(List<ConfigChange.Change> changes) {
    return changes.stream().map(ConfigChange.Change::option).toList();
  }

  @Test
  void a_reload_after_a_mutate_takes_everything() { // M23
    write("[DEFAULT]|debug = 0|bind_host = b|[database]|connection = x");
    config.commit(config.prepareMutate());
    write("[DEFAULT]|debug = 1|bind_host = c|[database]|connection = x");
    config.commit(config.prepareReload());
    assertEquals(new Sample.Main(true, 9890, "c"), main());
    assertEquals(3, config.snapshot().generation());
  }

  @Test
  void an_option_removed_from_the_file_gets_its_default() { // M18
    write("[database]|connection = hunter2");
    Candidate candidate = config.prepareMutate();
    assertEquals(
        "[DEFAULT] debug: true -> false (default)",
        candidate.change().changes().getFirst().toString());
    assertEquals(
        "[DEFAULT] bind_host: a -> 127.0.0.1 (default)",
        candidate.change().ignored().getFirst().toString());
    config.commit(candidate);
    assertEquals(new Sample.Main(false, 9890, "a"), main());
  }

  @Test
  void files_that_cannot_be_used_change_nothing() throws IOException { // M03, M04, M13 to M17
    write("[DEFAULT]|debug = perhaps|bind_port = x|oops");
    for (var attempt : List.<Runnable>of(config::prepareReload, config::prepareMutate)) {
      ConfigException refusal = assertThrows(ConfigException.class, attempt::run);
      assertEquals(4, refusal.errors().size(), refusal.getMessage());
    }
    Files.delete(file);
    assertThrows(ConfigException.class, config::prepareReload);
    assertEquals(new Sample.Main(true, 9890, "a"), main());
    assertEquals(1, config.snapshot().generation());
  }

  @Test
  void rules_are_checked_on_the_mixture_that_a_mutate_makes() {
    write("[DEFAULT]|[database]|connection = x|min_pool_size = 6");
    ConfigException refusal = assertThrows(ConfigException.class, config::prepareMutate);
    assertTrue(refusal.getMessage().contains("smallest pool"), refusal.getMessage());
  }

  @Group("client")
  record Client(@Opt Optional<Path> cert, @Opt Optional<Path> key) {
    Client {
      if (cert.isPresent() != key.isPresent()) {
        throw new OptionConflict("one is of no use without the other", "cert", "key");
      }
    }
  }

  @Test
  void rules_are_checked_on_what_a_mutate_only_lists() {
    write("[client]|cert = c.pem|key = k.pem");
    Config running = disk.program(Client.class).load(new String[0]);
    write("[client]|cert = c.pem");
    assertTrue(
        assertInstanceOf(Rejected.class, running.mutate())
            .errors()
            .toString()
            .contains("one is of no use without the other"));
    write("[client]");
    assertEquals(List.of("cert", "key"), names(running.prepareMutate().change().ignored()));
  }

  @Test
  void an_argument_hides_a_changed_file() { // M20
    Config fixed =
        disk.program(Sample.Main.class, Sample.Database.class)
            .load(new String[] {"--bind-host=line"});
    write("[DEFAULT]|debug = true|bind_host = b|[database]|connection = hunter2");
    assertTrue(fixed.prepareReload().change().isEmpty());
    assertTrue(fixed.prepareMutate().change().ignored().isEmpty());
  }

  @Test
  void only_one_of_two_candidates_can_be_committed() {
    Candidate first = config.prepareReload();
    Candidate second = config.prepareReload();
    config.commit(first);
    assertThrows(IllegalStateException.class, () -> config.commit(second));
    assertThrows(IllegalStateException.class, () -> config.commit(first));
    assertEquals(2, config.snapshot().generation());
  }

  @Test
  void overrides_from_two_threads_lose_nothing() throws Exception {
    int times = 1000;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> smallest = threads.submit(() -> override("min_pool_size", "2", times));
      Future<?> largest = threads.submit(() -> override("max_pool_size", "9", times));
      smallest.get();
      largest.get();
    }
    assertEquals(2, config.get(Sample.Database.class).minPoolSize());
    assertEquals(9, config.get(Sample.Database.class).maxPoolSize());
    assertEquals(1 + 2 * times, config.snapshot().generation());
  }

  private void override(String option, String text, int times) {
    for (int done = 0; done < times; ) {
      Candidate candidate = config.prepareOverride("database", option, text);
      try {
        config.commit(candidate);
        done++;
      } catch (IllegalStateException otherWasFaster) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void new_files_of_a_directory_are_picked_up() {
    disk.file("d/a.conf", "[DEFAULT]|debug=true|[database]|connection = hunter2");
    String[] args = {"--config-dir=" + directory + "/d"};
    Config live = disk.program(Sample.Main.class, Sample.Database.class).load(args);
    disk.file("d/b.conf", "[DEFAULT]|debug=false");
    live.commit(live.prepareMutate());
    assertFalse(live.get(Sample.Main.class).debug());
  }
}
