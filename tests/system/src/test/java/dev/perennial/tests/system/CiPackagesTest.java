package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How `.ci/run` comes to the packages that it needs: in a copy that misses a command, with an
/// `apt-get` and a `sleep` that write down their calls, and a build that does nothing.
class CiPackagesTest {

  @TempDir private Path folder;

  @BeforeEach
  void copyScript() throws IOException {
    String text = Files.readString(Repository.root().resolve(".ci/run"));
    write(
        ".ci/run",
        text.replaceFirst("(?s)needed=\\(.*?\\)", "needed=(missing-command:missing-package)")
            .replaceFirst("(?s)peers=\\(.*?\\)", "peers=()")
            .replace("policy=/usr/sbin/policy-rc.d", "policy=" + folder.resolve("policy")));
    write("mvnw", "#!/bin/sh\necho built >>'" + folder + "/calls'\n");
    write("tests/system/demo-smoke.sh", "#!/bin/sh\n");
    write("path/sleep", "#!/bin/sh\necho \"sleep $1\" >>'" + folder + "/calls'\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    assertTrue(path.toFile().setExecutable(true));
  }

  // As many as are wanted of its installations fail, and then one makes the command.
  private void aptFails(int times) throws IOException {
    write(
        "path/apt-get",
        """
        #!/bin/sh
        cd '%s'
        case "$*" in
          update) echo update >>calls; exit 0 ;;
        esac
        echo install >>calls
        if [ $(grep -c install calls) -le %d ]; then
          exit 100
        fi
        touch path/missing-command
        chmod +x path/missing-command
        """
            .formatted(folder, times));
  }

  private int run() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(folder.resolve(".ci/run").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile());
    builder
        .environment()
        .merge("PATH", folder.resolve("path").toString(), (old, ours) -> ours + ":" + old);
    return builder.start().waitFor();
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"));
  }

  @Test
  void a_mirror_that_fails_now_and_then_is_asked_again() throws Exception {
    aptFails(2);
    assertEquals(0, run(), said());
    assertEquals(
        List.of(
            "update",
            "install",
            "sleep 10",
            "update",
            "install",
            "sleep 30",
            "update",
            "install",
            "built",
            "built"),
        calls());
    assertFalse(Files.exists(folder.resolve("policy")), "services may start again");
  }

  @Test
  void one_that_goes_on_failing_ends_it_and_names_what_is_needed() throws Exception {
    aptFails(Integer.MAX_VALUE);
    assertEquals(1, run());
    assertEquals(4, calls().stream().filter("install"::equals).count());
    assertFalse(calls().contains("built"));
    assertTrue(said().endsWith("needed are: missing-package\n"), said());
  }
}
