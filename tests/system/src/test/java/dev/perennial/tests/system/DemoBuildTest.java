package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When `bin/perennial demo` builds before it runs: in a checkout whose build writes down that it
/// was called and makes jars with nothing in them.
class DemoBuildTest {

  private static final String SOURCE = "http/src/main/java/A.java";
  private static final String RESOURCES = "http/src/main/resources";
  private static final String RESOURCE = RESOURCES + "/a.json";

  @TempDir private Path checkout;

  @BeforeEach
  void copyScripts() throws IOException {
    for (String script : List.of("bin/find-jdk", "bin/perennial")) {
      write(script, Files.readString(Repository.root().resolve(script)));
    }
    write(SOURCE, "");
    write(RESOURCE, "");
    becomeOlder();
    buildDoes("");
  }

  private void buildDoes(String more) throws IOException {
    write(
        "mvnw",
        """
        #!/bin/sh
        lib=examples/orchestrator/target/lib
        for option in "$@"; do
          case $option in -Dperennial.lib=*) lib=${option#*=} ;; esac
        done
        %s
        mkdir -p "$lib"
        touch examples/orchestrator/target/perennial-orchestrator.jar "$lib/new-2.jar"
        echo built >>builds
        """
            .formatted(more));
  }

  private void write(String file, String text) throws IOException {
    Path path = checkout.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    assertTrue(path.toFile().setExecutable(true));
  }

  // What is written next is newer, whatever the clock of the file system counts in.
  private void becomeOlder() throws IOException {
    FileTime before = FileTime.from(Instant.now().minus(Duration.ofMinutes(1)));
    try (var files = Files.walk(checkout)) {
      for (Path path : files.toList()) {
        Files.setLastModifiedTime(path, before);
      }
    }
  }

  private String run(String command) throws Exception {
    Process process =
        new ProcessBuilder(checkout.resolve("bin/perennial").toString(), command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(1, process.waitFor(), said);
    return said;
  }

  /// Runs the demo, which does not come far, and returns how often it was built until now.
  private int builds() throws Exception {
    assertHasJars(run("demo"));
    return Files.readAllLines(checkout.resolve("builds")).size();
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
    for (String changed : List.of(SOURCE, RESOURCE, "http/pom.xml")) {
      becomeOlder();
      int before = builds();
      write(changed, "changed");
      assertEquals(before + 1, builds(), changed);
    }
    for (String deleted : List.of(SOURCE, RESOURCE, RESOURCES)) {
      becomeOlder();
      int before = builds();
      Files.delete(checkout.resolve(deleted));
      assertEquals(before + 1, builds(), deleted);
    }
  }

  @Test
  void what_is_saved_while_it_builds_is_built_the_next_time() throws Exception {
    buildDoes("sleep 0.1; touch " + SOURCE + "; sleep 0.1");
    assertEquals(1, builds());
    buildDoes("");
    assertEquals(2, builds());
    assertEquals(2, builds());
  }

  @Test
  void a_library_that_is_not_needed_any_more_goes() throws Exception {
    write("examples/orchestrator/target/lib/old-1.jar", "");
    assertEquals(1, builds());
    assertFalse(Files.exists(checkout.resolve("examples/orchestrator/target/lib/old-1.jar")));
  }

  @Test
  void a_build_that_fails_leaves_operators_the_jars_of_the_last_one() throws Exception {
    assertEquals(1, builds());
    becomeOlder();
    buildDoes("exit 1");
    write(SOURCE, "wrong");
    assertTrue(run("demo").contains("the build failed"));
    assertHasJarsAlready(run("status"));
  }

  @Test
  void operators_have_the_jars_of_the_last_build_while_there_is_another_one() throws Exception {
    assertEquals(1, builds());
    becomeOlder();
    buildDoes("[ -e said ] || bin/perennial status >said 2>&1 || :");
    write(SOURCE, "changed");
    assertEquals(2, builds());
    assertHasJarsAlready(Files.readString(checkout.resolve("said")));
  }
}
