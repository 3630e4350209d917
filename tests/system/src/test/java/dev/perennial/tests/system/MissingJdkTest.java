package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The scripts of a checkout where no JDK of the right version is installed. They are copies that
/// look for a version that nobody has.
class MissingJdkTest {

  @TempDir private Path checkout;

  @ParameterizedTest
  @ValueSource(strings = {"bin/find-jdk", "bin/perennial demo", "bin/perennial status", "mvnw -v"})
  void without_a_jdk_every_script_says_so_in_one_line(String command) throws Exception {
    copyScripts();
    Process process =
        new ProcessBuilder("sh", "-c", checkout + "/" + command).redirectErrorStream(true).start();
    List<String> lines = process.inputReader().readAllLines();
    assertEquals(1, process.waitFor(), lines.toString());
    assertEquals(
        List.of(
            "perennial: no JDK 99 found; install one (Debian: apt-get install openjdk-99-jdk or"
                + " temurin-99-jdk) or set JAVA_HOME"),
        lines);
  }

  @Test
  void an_older_one_in_java_home_is_passed_over() throws Exception {
    copyScripts();
    Path old = Files.createDirectories(checkout.resolve("jdk-17/bin")).getParent();
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path javac = Files.createFile(old.resolve("bin/javac"));
    assertTrue(javac.toFile().setExecutable(true));
    ProcessBuilder builder =
        new ProcessBuilder(Repository.root().resolve("bin/find-jdk").toString());
    builder.environment().put("JAVA_HOME", old.toString());
    Process process = builder.start();
    String found = process.inputReader().readLine();
    assertEquals(0, process.waitFor());
    assertTrue(Files.readString(Path.of(found, "release")).contains("JAVA_VERSION=\"25"), found);
  }

  // As in a unit of systemd without User=.
  @ParameterizedTest
  @ValueSource(strings = {"bin/find-jdk", "mvnw -v"})
  void no_script_needs_a_home_directory_in_its_environment(String command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", Repository.root() + "/" + command).redirectErrorStream(true);
    builder.environment().remove("HOME");
    Process process = builder.start();
    List<String> lines = process.inputReader().readAllLines();
    assertEquals(0, process.waitFor(), lines.toString());
  }

  private void copyScripts() throws Exception {
    Files.createDirectories(checkout.resolve("bin"));
    for (String script : List.of("bin/find-jdk", "bin/perennial", "mvnw")) {
      String text = Files.readString(Repository.root().resolve(script));
      Path copy = checkout.resolve(script);
      Files.writeString(copy, text.replace("wanted=25", "wanted=99"));
      assertTrue(copy.toFile().setExecutable(true));
    }
  }
}
