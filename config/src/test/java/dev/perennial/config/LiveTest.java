package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Those who are asked about a change and told of it; the ids are those of the upstream cases.
class LiveTest {
  private static final String CONNECTION = "|[database]|connection = hunter2";

  @TempDir Path directory;
  private ProgramOnDisk disk;
  private Config config;
  private final List<String> calls = new ArrayList<>();

  @BeforeEach
  void load() {
    disk = new ProgramOnDisk(directory);
    write("[DEFAULT]|debug = false" + CONNECTION);
    config = disk.program(Sample.Main.class, Sample.Database.class).load(new String[0]);
  }

  private void write(String text) {
    disk.file("etc/prog.conf", text);
  }

  private Mutated mutated() {
    return assertInstanceOf(Mutated.class, config.mutate());
  }

  private List<String> rejection() {
    return assertInstanceOf(Rejected.class, config.mutate()).errors().stream()
        .map(error -> error.toString().replace(directory + "/", ""))
        .toList();
  }

  @Test
  void a_live_group_has_the_values_in_force() {
    Live<Sample.Main> live = config.live(Sample.Main.class);
    assertFalse(live.get().debug());
    write("[DEFAULT]|debug = true" + CONNECTION);
    assertFalse(live.get().debug());
    mutated();
    assertTrue(live.get().debug());
  }

  @Test
  void a_group_that_is_not_registered_cannot_be_followed() {
    assertThrows(IllegalArgumentException.class, () -> config.live(Sample.Types.class));
  }

  @Test
  void listeners_get_both_values_and_see_the_new_ones_in_force() { // M10
    Live<Sample.Main> live = config.live(Sample.Main.class);
    live.onChange(
        "talk",
        (before, after) -> calls.add(before.debug() + " " + after.debug() + live.get().debug()));
    write("[DEFAULT]|debug = true" + CONNECTION);
    mutated();
    assertEquals(List.of("false truetrue"), calls);
  }

  @Test
  void listeners_are_called_in_the_order_in_which_they_came() {
    Live<Sample.Main> live = config.live(Sample.Main.class);
    for (String name : List.of("c", "a", "b")) {
      live.onChange(name, (_, _) -> calls.add(name));
    }
    write("[DEFAULT]|debug = true" + CONNECTION);
    mutated();
    assertEquals(List.of("c", "a", "b"), calls);
  }

  @Test
  void only_listeners_of_a_group_that_changed_are_called() { // M19, M22
    config.live(Sample.Main.class).onChange("main", (_, _) -> calls.add("main"));
    config.live(Sample.Database.class).onChange("database", (_, _) -> calls.add("database"));
    mutated();
    write("[DEFAULT]|debug = 0" + CONNECTION);
    mutated();
    assertEquals(List.of(), calls);
    write("[DEFAULT]|debug = 0" + CONNECTION + "|max_pool_size = 9");
    mutated();
    assertEquals(List.of("database"), calls);
  }

  @Test
  void the_same_listener_added_twice_is_called_once() { // M09
    ChangeListener<Sample.Main> listener = (_, _) -> calls.add("once");
    config.live(Sample.Main.class).onChange("first", listener);
    config.live(Sample.Main.class).onChange("second", listener);
    write("[DEFAULT]|debug = true" + CONNECTION);
    mutated();
    assertEquals(List.of("once"), calls);
  }

  @Test
  void a_listener_that_fails_is_named_and_keeps_no_other_from_being_called() { // M21
    Live<Sample.Main> live = config.live(Sample.Main.class);
    live.onChange(
        "pool",
        (_, _) -> {
          throw new java.io.IOException("no room");
        });
    live.onChange("next", (_, _) -> calls.add("next"));
    write("[DEFAULT]|debug = true" + CONNECTION);
    Mutated result = mutated();
    assertEquals(List.of("next"), calls);
    assertTrue(live.get().debug());
    assertEquals(1, result.failures().size());
    String text = result.failures().getFirst().toString();
    assertTrue(
        text.startsWith("listener pool of [DEFAULT]: java.io.IOException: no room at "), text);
  }

  @Test
  void an_error_in_a_listener_is_a_failure_like_any_other() {
    Live<Sample.Main> live = config.live(Sample.Main.class);
    live.onChange("deep", (_, _) -> sinkWithoutEnd());
    live.onChange(
        "sure",
        (_, _) -> {
          throw new AssertionError("cannot be");
        });
    live.onChange("next", (_, _) -> calls.add("next"));
    write("[DEFAULT]|debug = true" + CONNECTION);
    List<ListenerFailure> failures = mutated().failures();
    assertEquals(List.of("next"), calls);
    assertEquals(
        List.of("deep", "sure"), failures.stream().map(ListenerFailure::listener).toList());
    assertTrue(failures.getLast().cause().startsWith("java.lang.AssertionError: cannot be at "));
  }

  @SuppressWarnings("InfiniteRecursion") // that is the point
  private static void sinkWithoutEnd() {
    sinkWithoutEnd();
  }

  @Test
  void the_failure_of_a_listener_shows_no_secret() { // M12
    config
        .live(Sample.Database.class)
        .onChange(
            "login",
            (before, after) -> {
              throw new IllegalStateException(
                  before.connection().reveal() + " is not " + after.connection().reveal());
            });
    write("[database]|connection = hunter3");
    Mutated result = assertInstanceOf(Mutated.class, config.reload());
    String text = result.failures().getFirst().toString();
    assertTrue(text.contains("**** is not ****"), text);
    assertFalse(text.contains("hunter"), text);
  }

  @Test
  void a_check_refuses_before_anything_is_switched() {
    Live<Sample.Database> live = config.live(Sample.Database.class);
    live.check((before, after) -> {
      if (after.maxPoolSize() > 8) {
        throw new OptionConflict("the disk has room for 8", "max_pool_size");
      }
    });
    live.onChange("pool", (_, after) -> calls.add("" + after.maxPoolSize()));
    write("[DEFAULT]|debug = true" + CONNECTION + "|max_pool_size = 9");
    assertEquals(
        List.of(
            "etc/prog.conf:5:17: [database] the disk has room for 8"
                + " (max_pool_size from etc/prog.conf:5:17)"),
        rejection());
    assertEquals(5, live.get().maxPoolSize());
    assertFalse(config.get(Sample.Main.class).debug());
    assertEquals(List.of(), calls);
    write("[DEFAULT]|debug = true" + CONNECTION + "|max_pool_size = 8");
    mutated();
    assertEquals(List.of("8"), calls);
  }

  @Test
  void a_refusal_shows_neither_the_old_secret_nor_the_new_one() {
    config
        .live(Sample.Database.class)
        .check((before, after) -> {
          throw new IllegalStateException(
              before.connection().reveal() + " cannot become " + after.connection().reveal());
        });
    write("[database]|connection = hunter3");
    List<ConfigError> errors = assertInstanceOf(Rejected.class, config.reload()).errors();
    assertTrue(errors.getFirst().text().contains("**** cannot become ****"), errors::toString);
  }

  @Test
  void all_refusals_are_named_and_a_broken_check_is_one() {
    config
        .live(Sample.Main.class)
        .check((_, _) -> {
          throw new IllegalArgumentException("hunter2 says no");
        });
    config
        .live(Sample.Database.class)
        .check((_, _) -> {
          throw new ArithmeticException("/ by zero");
        });
    write("[DEFAULT]|debug = true" + CONNECTION + "|max_pool_size = 9");
    List<String> errors = rejection();
    assertEquals(2, errors.size(), errors::toString);
    assertTrue(errors.getFirst().contains("[DEFAULT] **** says no"), errors::toString);
    assertTrue(errors.getLast().contains("ArithmeticException: / by zero"), errors::toString);
  }

  @Test
  void who_gives_up_its_place_is_not_called() {
    Live<Sample.Main> live = config.live(Sample.Main.class);
    try (Subscription _ = live.onChange("a", (_, _) -> calls.add("a"));
        Subscription _ =
            live.check((_, _) -> {
              throw new IllegalArgumentException("no");
            })) {
      write("[DEFAULT]|debug = true" + CONNECTION);
      rejection();
    }
    mutated();
    assertEquals(List.of(), calls);
  }

  @Test
  void a_listener_cannot_change_the_configuration() {
    config.live(Sample.Main.class).onChange("loop", (_, _) -> config.mutate());
    write("[DEFAULT]|debug = true" + CONNECTION);
    List<ListenerFailure> failures = mutated().failures();
    assertEquals(1, failures.size());
    assertTrue(failures.getFirst().cause().contains("cannot change the configuration"));
    assertEquals(2, config.snapshot().generation());
  }

  @Test
  void what_needs_a_restart_is_named_once_for_each_difference() {
    write("[DEFAULT]|bind_host = b" + CONNECTION);
    assertEquals(List.of("bind_host"), named());
    write("# moved by a line|[DEFAULT]|bind_host = b" + CONNECTION);
    assertEquals(List.of(), named());
    assertEquals(1, mutated().change().ignored().size());
    write("[DEFAULT]|bind_host = c" + CONNECTION);
    assertEquals(List.of("bind_host"), named());
    write("[DEFAULT]|" + CONNECTION);
    assertEquals(List.of(), named());
    write("[DEFAULT]|bind_host = c" + CONNECTION);
    assertEquals(List.of("bind_host"), named());
  }

  @Test
  void another_secret_is_another_difference_though_both_look_alike() {
    write("[database]|connection = hunter3");
    assertEquals(List.of("connection"), named());
    write("[database]|connection = hunter4");
    assertEquals(List.of("connection"), named());
    assertEquals(List.of(), named());
  }

  private List<String> named() {
    return mutated().newlyIgnored().stream().map(ConfigChange.Change::option).toList();
  }

  @Test
  void files_that_cannot_be_used_are_a_result_and_change_nothing() { // M13 to M17
    write("[DEFAULT]|debug = perhaps|bind_port = x");
    assertEquals(3, rejection().size());
    assertInstanceOf(Rejected.class, config.reload());
    assertEquals(1, config.snapshot().generation());
    assertEquals("hunter2", config.get(Sample.Database.class).connection().reveal());
  }

  @Test
  void a_check_of_every_change_is_asked_when_nothing_has_changed() {
    Subscription say =
        config
            .live(Sample.Main.class)
            .checkEvery((before, after) -> {
              calls.add(before.equals(after) ? "same" : "other");
              throw new OptionConflict("the file behind it is gone", "bind_host");
            });
    List<String> errors = rejection();
    assertTrue(errors.getFirst().contains("the file behind it is gone"), errors::toString);
    assertEquals(List.of("same"), calls);
    say.close();
    mutated();
  }

  @Test
  void what_shows_only_in_use_is_refused_with_the_place_of_the_option() {
    write("[DEFAULT]|bind_host = nowhere" + CONNECTION);
    assertInstanceOf(Mutated.class, config.reload());
    ConfigException refusal =
        config.live(Sample.Main.class).refusal(new OptionConflict("not here", "bind_host"));
    assertTrue(refusal.getMessage().contains("prog.conf:2:"), refusal::getMessage);
    assertTrue(refusal.getMessage().contains("not here"), refusal::getMessage);
  }

  @Test
  void a_reload_changes_immutable_options_and_calls_their_listeners() { // M01
    config.live(Sample.Main.class).onChange("host", (_, after) -> calls.add(after.bindHost()));
    write("[DEFAULT]|bind_host = b" + CONNECTION);
    Mutated result = assertInstanceOf(Mutated.class, config.reload());
    assertEquals(List.of(), result.change().ignored());
    assertEquals(List.of("b"), calls);
  }

  @Group("tree")
  record Tree(
      @Opt(def = "/var", mutable = true) String root,
      @Opt(def = "$root/lib") String library,
      @Opt(def = "x") String fixed,
      @Opt(def = "$fixed/$root", mutable = true) String both) {}

  @Test
  void an_immutable_option_keeps_its_value_when_one_it_refers_to_changes() { // M16
    write("[tree]|root = /a");
    Config tree = disk.program(Tree.class).load(new String[0]);
    write("[tree]|root = /b|fixed = y");
    assertInstanceOf(Mutated.class, tree.mutate());
    assertEquals(new Tree("/b", "/a/lib", "x", "x//b"), tree.get(Tree.class));
    assertInstanceOf(Mutated.class, tree.reload());
    assertEquals(new Tree("/b", "/b/lib", "y", "y//b"), tree.get(Tree.class));
  }
}
