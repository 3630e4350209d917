package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaOptionVariablesTest {

  private static Map<String, String> kept(String name, String value) {
    Map<String, String> environment = new HashMap<>(Map.of("PATH", "/bin", name, value));
    WorkerEnvironment.removeSupervisorsOwn(environment);
    environment.remove("PATH");
    return environment;
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
  void what_two_jvms_cannot_both_have_does_not_reach_a_worker(String name) {
    assertEquals(
        Map.of(name, "-Dmine=1 -XX:+UseSerialGC"),
        kept(
            name,
            "-agentlib:jdwp=transport=dt_socket,address=5005 -Dmine=1\n"
                + "-Dcom.sun.management.jmxremote.port=9000 -XX:+UseSerialGC"
                + " '-XX:StartFlightRecording=filename=a b.jfr'"));
  }

  @Test
  void what_does_not_reach_a_worker_is_not_chosen_for_it() {
    assertEquals(
        List.of("-Dmine=1"),
        JavaOptionVariables.options(
            Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTCacheOutput=x.aot -Dmine=1")));
  }

  @Test
  void quotes_of_the_other_kind_belong_to_an_option() {
    assertEquals(
        List.of("-Dsaid=he said \"no\"", "-Dx=it's"),
        JavaOptionVariables.options(
            Map.of("_JAVA_OPTIONS", "'-Dsaid=he said \"no\"' -Dx=\"it's\"")));
  }

  @Test
  void the_java_command_reads_files_that_its_variable_names(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("options");
    Files.writeString(
        file, "# for all\n-agentlib:jdwp=transport=dt_socket\n-Dx=\"a 'b'\"\n-Xmx64m\n");
    assertEquals(
        List.of("-Dfirst=1", "-Dx=a 'b'", "-Xmx64m"),
        JavaOptionVariables.options(Map.of("JDK_JAVA_OPTIONS", "-Dfirst=1 @" + file)));
    assertEquals(
        Map.of("JDK_JAVA_OPTIONS", "-Dfirst=1 \"-Dx=a 'b'\" -Xmx64m"),
        kept("JDK_JAVA_OPTIONS", "-Dfirst=1 @" + file));
    String ofTheJvm = "-Dfile=@" + file + " @" + file;
    assertEquals(Map.of("JAVA_TOOL_OPTIONS", ofTheJvm), kept("JAVA_TOOL_OPTIONS", ofTheJvm));
  }

  @Test
  void a_file_with_nothing_in_it_that_must_go_stays_a_file(@TempDir Path directory)
      throws IOException {
    String named = "@" + Files.writeString(directory.resolve("options"), "-Xmx64m\n");
    assertEquals(Map.of("JDK_JAVA_OPTIONS", named), kept("JDK_JAVA_OPTIONS", named));
  }

  @Test
  void what_contradicts_the_options_of_workers_is_told_with_what_counts() {
    List<String> words = List.of("-Xmx1g", "-Xmx512m", "-XX:+UseSerialGC", "-Da=1", "-Db=2");
    assertEquals(
        List.of(
            "-Xmx512m counts, not -Xmx2g of JAVA_TOOL_OPTIONS",
            "-Db=2 counts, not -Db of JDK_JAVA_OPTIONS",
            "-Xmx64m of _JAVA_OPTIONS counts, not -Xmx512m",
            "-XX:-UseSerialGC of _JAVA_OPTIONS counts, not -XX:+UseSerialGC"),
        JavaOptionVariables.overruled(
            Map.of(
                "JAVA_TOOL_OPTIONS", "-Xmx2g -Da=1",
                "JDK_JAVA_OPTIONS", "-Db -Dc=3",
                "_JAVA_OPTIONS", "-Xmx64m -XX:-UseSerialGC -Xlog:gc"),
            words));
  }

  @Test
  void what_is_quoted_stays_so() {
    String text = "-Dfirst='a b' \"-Dsecond=c 'd'\" -Dthird=e";
    assertEquals(Map.of("JDK_JAVA_OPTIONS", text), kept("JDK_JAVA_OPTIONS", text));
  }

  @Test
  void a_variable_of_which_nothing_is_left_is_gone() {
    assertEquals(Map.of(), kept("JAVA_TOOL_OPTIONS", " -Xdebug "));
  }
}
