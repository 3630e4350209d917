package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JavaCommandLineTest {

  private static final String PARALLELISM = "-Djdk.virtualThreadScheduler.parallelism=";

  @Test
  void options_program_and_arguments_are_told_apart() {
    JavaCommandLine line =
        JavaCommandLine.parse(
            "/jdk/bin/java",
            List.of(
                "-Xmx64m", "-cp", "a.jar:b.jar", "--add-opens", "x/y=z", "app.Main", "-cp", "x"));
    assertEquals(
        List.of("-Xmx64m", "-cp", "a.jar:b.jar", "--add-opens", "x/y=z"), line.jvmOptions());
    assertEquals(List.of("app.Main"), line.program());
    assertEquals(List.of("-cp", "x"), line.arguments());
  }

  @Test
  void a_jar_and_a_module_are_programs_of_two_words() {
    assertEquals(
        List.of("-jar", "app.jar"),
        JavaCommandLine.parse("java", List.of("-ea", "-jar", "app.jar", "x")).program());
    assertEquals(
        List.of("-m", "mod/app.Main"),
        JavaCommandLine.parse("java", List.of("-p", "lib", "-m", "mod/app.Main")).program());
  }

  @Test
  void argument_files_belong_to_the_options() {
    JavaCommandLine line = JavaCommandLine.parse("java", List.of("@opts", "-ea", "app.Main"));
    assertEquals(List.of("@opts", "-ea"), line.jvmOptions());
  }

  @Test
  void what_two_jvms_cannot_both_have_is_not_shared() {
    JavaCommandLine line =
        JavaCommandLine.parse(
            "java",
            List.of(
                "-agentlib:jdwp=transport=dt_socket,address=5005",
                "-Dcom.sun.management.jmxremote.port=9000",
                "-XX:StartFlightRecording=filename=x.jfr",
                "-XX:AOTCacheOutput=x.aot",
                "-Dmine=1",
                "app.Main"));
    assertEquals(List.of("-Dmine=1"), line.shareableOptions());
  }

  @Test
  void this_process_has_a_command_line() throws Exception {
    JavaCommandLine own = JavaCommandLine.ofThisProcess();
    assertTrue(own.java().endsWith("/bin/java"), own.java());
    assertFalse(own.program().isEmpty());
  }

  @Test
  void a_worker_gets_the_profile_unless_the_program_chose_its_own_collector() {
    LauncherOptions options =
        Config.forTesting(LauncherOptions.class)
            .set("launcher", "worker_java_options", "-Xmx99m")
            .build()
            .get(LauncherOptions.class);
    List<String> plain = words(options, "app.Main");
    assertTrue(plain.contains("-XX:+UseSerialGC"));
    assertTrue(plain.contains("-Xms64m"));
    assertTrue(plain.contains("-XX:+ExitOnOutOfMemoryError"));
    assertEquals(List.of("-Xmx99m", "app.Main"), plain.subList(plain.size() - 2, plain.size()));
    List<String> chosen = words(options, "-XX:+UseG1GC", "app.Main");
    assertFalse(chosen.contains("-XX:+UseSerialGC"));
  }

  @Test
  void the_workers_share_the_processors_unless_the_operator_says_otherwise() {
    int processors = Runtime.getRuntime().availableProcessors();
    assertTrue(command(1, "app.Main").contains(PARALLELISM + processors));
    assertTrue(command(processors, "app.Main").contains(PARALLELISM + 1));
    assertTrue(command(processors + 1, "app.Main").contains(PARALLELISM + 1), "at least one");
    List<String> chosen = command(processors, PARALLELISM + 7, "app.Main");
    assertTrue(chosen.contains(PARALLELISM + 7));
    assertFalse(chosen.contains(PARALLELISM + 1));
  }

  @Test
  void a_share_of_the_processors_would_beat_the_number_in_a_variable() {
    int processors = Runtime.getRuntime().availableProcessors();
    List<String> words =
        words(defaults(), List.of(PARALLELISM + 7), processors, List.of("app.Main"));
    assertFalse(words.contains(PARALLELISM + 1), words::toString);
  }

  private static LauncherOptions defaults() {
    return Config.forTesting(LauncherOptions.class).build().get(LauncherOptions.class);
  }

  private static List<String> command(int workers, String... line) {
    return words(defaults(), List.of(), workers, List.of(line));
  }

  private static List<String> words(LauncherOptions options, String... line) {
    return words(options, List.of(), 1, List.of(line));
  }

  private static List<String> words(
      LauncherOptions options, List<String> inherited, int workers, List<String> line) {
    return new WorkerCommand(
            JavaCommandLine.parse("java", line), Optional.empty(), options, inherited, workers)
        .words(List.of());
  }
}
