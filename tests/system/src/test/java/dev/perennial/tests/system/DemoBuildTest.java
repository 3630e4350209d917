package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When `bin/perennial demo` builds before it runs: in a checkout whose build writes down that it
/// was called and makes jars with nothing in them.
class DemoBuildTest {

  @TempDir private Path folder;

  private Checkout checkout;

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = Checkout.in(folder);
  }

  private String run(String command) throws Exception {
    Checkout.Said said = checkout.run(Map.of(), command);
    assertEquals(1, said.code(), said.text());
    return said.text();
  }

  /// Runs the demo, which does not come far, and returns how often it was built until now.
  private int builds() throws Exception {
    assertHasJars(run("demo"));
    return checkout.builds();
  }

  private static void assertHasJars(String said) {
    assertTrue(said.contains("ClassNotFoundException"), said);
  }

  private static void assertHasJarsAlready(String said) {
    assertHasJars(said);
    assertFalse(said.contains("building"), said);
  }

  @Test
  void it_builds_once_while_nothing_changes() throws Exception {
    assertEquals(1, builds());
    assertEquals(1, builds());
  }

  @Test
  void it_builds_again_for_what_has_changed_among_sources_and_resources() throws Exception {
    assertEquals(1, builds());
    for (String changed : List.of(Checkout.SOURCE, Checkout.RESOURCE, "http/pom.xml")) {
      checkout.becomeOlder();
      int before = builds();
      checkout.write(changed, "changed");
      assertEquals(before + 1, builds(), changed);
    }
    for (String deleted : List.of(Checkout.SOURCE, Checkout.RESOURCE, Checkout.RESOURCES)) {
      checkout.becomeOlder();
      int before = builds();
      Files.delete(checkout.path(deleted));
      assertEquals(before + 1, builds(), deleted);
    }
  }

  @Test
  void what_is_saved_while_it_builds_is_built_the_next_time() throws Exception {
    checkout.buildDoes("sleep 0.1; touch " + Checkout.SOURCE + "; sleep 0.1");
    assertEquals(1, builds());
    checkout.buildDoes("");
    assertEquals(2, builds());
    assertEquals(2, builds());
  }

  @Test
  void a_library_that_is_not_needed_any_more_goes() throws Exception {
    checkout.write("examples/orchestrator/target/lib/old-1.jar", "");
    assertEquals(1, builds());
    assertFalse(Files.exists(checkout.path("examples/orchestrator/target/lib/old-1.jar")));
  }

  @Test
  void a_build_that_fails_leaves_operators_the_jars_of_the_last_one() throws Exception {
    assertEquals(1, builds());
    checkout.becomeOlder();
    checkout.buildDoes("exit 1");
    checkout.write(Checkout.SOURCE, "wrong");
    assertTrue(run("demo").contains("the build failed"));
    assertHasJarsAlready(run("status"));
  }

  @Test
  void operators_have_the_jars_of_the_last_build_while_there_is_another_one() throws Exception {
    assertEquals(1, builds());
    checkout.becomeOlder();
    checkout.buildDoes("[ -e said ] || bin/perennial status >said 2>&1 || :");
    checkout.write(Checkout.SOURCE, "changed");
    assertEquals(2, builds());
    assertHasJarsAlready(Files.readString(checkout.path("said")));
  }

  @Test
  void of_two_started_at_once_one_builds_and_the_other_waits_for_it() throws Exception {
    checkout.buildDoes("until [ -e may-end ]; do sleep 0.01; done");
    Process first = checkout.start(Map.of(), "demo");
    Waiting.until("a build", Program.PATIENCE, () -> checkout.buildsBegun() == 1);
    Process second = checkout.start(Map.of(), "status");
    try (BufferedReader said = second.inputReader()) {
      assertEquals(
          "perennial: another build goes on in " + folder.toRealPath() + "; waiting for it to end",
          said.readLine());
      assertEquals(0, checkout.builds());
      checkout.write("may-end", "");
      assertHasJarsAlready(said.readAllAsString());
    }
    assertHasJars(first.inputReader().readAllAsString());
    for (Process each : List.of(first, second)) {
      assertTrue(each.waitFor(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
    assertEquals(1, checkout.builds());
    assertEquals(1, checkout.buildsBegun());
  }

  @Test
  void one_that_waited_for_a_build_that_failed_builds_itself() throws Exception {
    checkout.buildDoes("until [ -e may-end ]; do sleep 0.01; done; [ -e may-succeed ] || exit 1");
    Process first = checkout.start(Map.of(), "demo");
    Waiting.until("a build", Program.PATIENCE, () -> checkout.buildsBegun() == 1);
    Process second = checkout.start(Map.of(), "demo");
    try (BufferedReader said = second.inputReader()) {
      assertTrue(said.readLine().contains("waiting for it to end"));
      checkout.write("may-end", "");
      assertTrue(first.inputReader().readAllAsString().contains("the build failed"));
      assertTrue(said.readAllAsString().contains("the build failed"));
    }
    assertEquals(2, checkout.buildsBegun());
  }
}
