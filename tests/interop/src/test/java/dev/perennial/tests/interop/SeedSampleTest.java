package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.OptionCatalog;
import dev.perennial.config.SampleFormat;
import dev.perennial.config.SampleLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The options of `oslo.service`, in the sample that its own generator writes and in ours.
class SeedSampleTest {

  private static final List<String> NAMESPACES =
      List.of(
          "oslo.service.service",
          "oslo.service.periodic_task",
          "oslo.service.sslutils",
          "oslo.service.wsgi");

  @TempDir Path directory;

  @Test
  void has_every_option_with_the_same_section_and_default() throws Exception {
    String theirs =
        new Shell(directory)
            .run(
                "/usr/bin/python3 -m oslo_config.generator --namespace "
                    + String.join(" --namespace ", NAMESPACES));
    String ours =
        OptionCatalog.of(NovaLike.class.getClassLoader())
            .select(NAMESPACES)
            .sample(SampleFormat.INI, SampleLayout.COMPLETE);

    TreeSet<String> missing = assignments(theirs);
    assertTrue(missing.size() > 10, theirs);
    missing.removeAll(assignments(ours));
    assertEquals(new TreeSet<>(), missing, "not in our sample");
  }

  /// Section and line of each assignment.
  private static TreeSet<String> assignments(String sample) {
    TreeSet<String> assignments = new TreeSet<>();
    String section = "";
    for (String line : sample.lines().toList()) {
      if (line.startsWith("[")) {
        section = line;
      } else if (line.matches("#\\w+ =.*")) {
        assignments.add(section + " " + line);
      }
    }
    return assignments;
  }
}
