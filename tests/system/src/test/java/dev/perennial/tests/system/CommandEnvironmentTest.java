package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `bin/perennial` makes of the environment in which it is called.
class CommandEnvironmentTest {

  /// Where Java does not find a jar in the plain C locale.
  private static final String STRANGE = "Bücher und Töne";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
  void options_for_the_jvm_of_a_service_are_not_taken_by_commands(String variable)
      throws Exception {
    Checkout checkout = Checkout.in(folder);
    Map<String, String> environment = Map.of(variable, "-Dof.the=service");
    String service = checkout.run(environment, "demo").text();
    assertTrue(service.contains("Picked up " + variable), service);
    for (String command : new String[] {"status", "notify"}) {
      String said = checkout.run(environment, command).text();
      assertTrue(said.contains("ClassNotFoundException"), said);
      assertFalse(said.contains("Picked up"), said);
    }
  }

  // Such as that of a debugger, whose port a service has taken: with it no second JVM begins.
  @Test
  void an_option_with_which_no_jvm_begins_hinders_no_command() throws Exception {
    Checkout checkout = Checkout.in(folder);
    Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-agentlib:nosuchagent");
    assertFalse(checkout.run(environment, "demo").text().contains("ClassNotFoundException"));
    String said = checkout.run(environment, "status").text();
    assertTrue(said.contains("ClassNotFoundException"), said);
  }

  @Test
  void a_checkout_may_have_blanks_and_umlauts_in_its_path_in_every_locale() throws Exception {
    putRealJars(Checkout.in(folder.resolve("plain")));
    // Renamed by a shell, since this JVM's own locale may know ASCII alone.
    String script =
        """
        set -eu
        mv plain '%s'
        cd '%s'
        for locale in C POSIX C.UTF-8; do
          LC_ALL=$locale bin/perennial version
        done
        """
            .formatted(STRANGE, STRANGE);
    Files.writeString(folder.resolve("script"), script);
    Process process =
        new ProcessBuilder("sh", "script")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    List<String> said = process.inputReader().readAllLines();
    assertEquals(0, process.waitFor(), said.toString());
    assertEquals(3, said.size(), said.toString());
    said.forEach(line -> assertTrue(line.startsWith("perennial "), line));
  }

  // As the build would: all that the commands are made of.
  private static void putRealJars(Checkout checkout) throws Exception {
    Path lib = Files.createDirectories(checkout.path("examples/orchestrator/target/lib"));
    Files.createFile(checkout.path("examples/orchestrator/target/perennial-orchestrator.jar"));
    int number = 0;
    for (String entry : JarredClassPath.text().split(File.pathSeparator)) {
      Files.copy(Path.of(entry), lib.resolve(number++ + ".jar"));
    }
  }
}
