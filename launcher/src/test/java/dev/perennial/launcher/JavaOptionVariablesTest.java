package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
  void what_is_quoted_stays_so() {
    String text = "-Dfirst='a b' \"-Dsecond=c 'd'\" -Dthird=e";
    assertEquals(Map.of("JDK_JAVA_OPTIONS", text), kept("JDK_JAVA_OPTIONS", text));
  }

  @Test
  void a_variable_of_which_nothing_is_left_is_gone() {
    assertEquals(Map.of(), kept("JAVA_TOOL_OPTIONS", " -Xdebug "));
  }
}
