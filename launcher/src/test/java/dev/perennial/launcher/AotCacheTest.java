package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.perennial.config.Config;
import dev.perennial.process.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AotCacheTest {

  @TempDir Path temp;

  private Path jar;
  private boolean trainingFails;

  @BeforeEach
  void makeJar() throws IOException {
    jar = Files.createFile(temp.resolve("app.jar"));
  }

  private AotCache configured(String setting, String value, String classPath, String... jvm) {
    return configured(setting, value, classPath, List.of(), jvm);
  }

  private AotCache configured(
      String setting, String value, String classPath, List<String> inherited, String... jvm) {
    LauncherOptions options =
        Config.forTesting(LauncherOptions.class)
            .set("launcher", "aot_cache_dir", temp.resolve("aot").toString())
            .set("launcher", setting, value)
            .build()
            .get(LauncherOptions.class);
    List<String> words = new java.util.ArrayList<>(List.of(jvm));
    words.addAll(List.of("-cp", classPath, "app.Main"));
    WorkerCommand command =
        new WorkerCommand(
            JavaCommandLine.parse("java", words), Optional.empty(), options, inherited, 1);
    return AotCache.of("app", command, classPath, this::startTraining);
  }

  private AotTraining.Child startTraining(List<String> words) throws IOException {
    if (trainingFails) {
      throw new IOException("nothing is started here");
    }
    for (String word : words) {
      if (word.startsWith("-XX:AOTCache=")) {
        Files.createFile(Path.of(word.substring("-XX:AOTCache=".length())));
      }
    }
    return new AotTraining.Child(
        CompletableFuture.completedFuture(new ExitStatus.Exited(0)), () -> {});
  }

  private AotCache cache(String... jvm) {
    return configured("aot_cache", "true", jar.toString(), jvm);
  }

  private AotCache inheriting(String... options) {
    return configured("aot_cache", "true", jar.toString(), List.of(options));
  }

  private static Path file(AotCache cache) {
    return assertInstanceOf(AotCache.Trained.class, cache, cache::text).file();
  }

  @Test
  void a_file_that_is_there_is_used() throws IOException {
    AotCache cache = cache();
    assertEquals(List.of(), cache.jvmOptions());
    assertEquals("missing", cache.text());
    Files.createFile(file(cache));
    assertEquals("ready", cache.text());
    assertEquals("-XX:AOTCache=" + file(cache), cache.jvmOptions().getFirst());
  }

  @Test
  void another_jar_of_the_same_name_needs_another_cache() throws IOException {
    Path before = file(cache());
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));
    assertNotEquals(before, file(cache()));
  }

  @Test
  void another_option_of_the_jvm_needs_another_cache() {
    assertNotEquals(file(cache()), file(cache("-XX:+UseCompactObjectHeaders")));
  }

  @Test
  void another_option_in_a_variable_needs_another_cache() {
    Path without = file(cache());
    assertNotEquals(without, file(inheriting("-XX:+UseCompactObjectHeaders")));
    assertNotEquals(without, file(inheriting("--patch-module=java.base=patch.jar")));
  }

  @Test
  void a_system_property_does_not() {
    assertEquals(file(cache()), file(cache("-Dnow=12:34:56")));
    assertEquals(file(cache()), file(inheriting("-Dnow=12:34:56")));
  }

  @Test
  void a_folder_on_the_class_path_makes_it_impossible() {
    assertEquals(
        "impossible: the class path has something else than jars: " + temp,
        configured("aot_cache", "true", jar + ":" + temp).text());
  }

  @Test
  void an_archive_on_the_command_line_is_left_alone() {
    assertEquals(
        "off: the JVM was started with -XX:AOTCache=own.aot", cache("-XX:AOTCache=own.aot").text());
    assertEquals("off: the JVM was started with -Xshare:off", cache("-Xshare:off").text());
    assertEquals("off: the JVM was started with -Xshare:on", cache("-Xshare:on").text());
    assertEquals("off", configured("aot_cache", "false", jar.toString()).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xshare:off", "-Xshare:auto", "-XX:SharedArchiveFile=own.jsa"})
  void an_archive_in_a_variable_is_left_alone(String option) {
    assertEquals("off: the JVM was started with " + option, inheriting(option).text());
  }

  @Test
  void a_directory_that_is_open_to_others_is_refused() throws IOException {
    Path open = Files.createDirectory(temp.resolve("open"));
    Files.setPosixFilePermissions(
        open, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    String text = configured("aot_cache_dir", open.toString(), jar.toString()).text();
    assertEquals(true, text.startsWith("impossible: "), text);
    assertEquals(true, text.contains("chmod 700"), text);
  }

  @Test
  void a_directory_may_have_a_longer_path_than_a_socket() {
    Path deep = temp.resolve("x".repeat(120));
    AotCache cache = configured("aot_cache_dir", deep.toString(), jar.toString());
    assertEquals(deep, file(cache).getParent());
  }

  @Test
  void a_directory_that_cannot_be_one_is_told_with_its_own_option() {
    assertEquals(
        "impossible: the directory "
            + jar
            + " is not a directory; set [launcher] aot_cache_dir to another one",
        configured("aot_cache_dir", jar.toString(), jar.toString()).text());
  }

  @Test
  void a_training_that_cannot_start_is_a_state_and_no_error() {
    trainingFails = true;
    AotCache cache = cache();
    cache.train();
    assertEquals("failed: see " + file(cache) + ".log", cache.text());
  }

  @Test
  void a_training_that_was_cancelled_does_not_start() {
    AotCache cache = cache();
    cache.cancel();
    cache.train();
    assertEquals("missing", cache.text());
  }

  @Test
  void a_file_that_a_worker_crashed_on_is_used_no_more() throws IOException {
    AotCache cache = cache();
    Files.createFile(file(cache));
    cache.workerCrashed();
    assertEquals(List.of(), cache.jvmOptions());
    assertEquals("missing", cache.text());
  }

  @Test
  void a_trained_file_that_a_worker_crashed_on_is_missing_until_it_is_trained_again() {
    AotCache cache = cache();
    cache.train();
    assertEquals("ready", cache.text());
    cache.workerCrashed();
    assertEquals("missing", cache.text());
    cache.train();
    assertEquals("ready", cache.text());
  }

  @Test
  void systemds_directory_is_preferred() {
    assertEquals(
        Path.of("/var/cache/app/aot"),
        AotCache.defaultDirectory(
            Map.of("CACHE_DIRECTORY", "/var/cache/app", "XDG_CACHE_HOME", "/caches")));
    assertEquals(
        Path.of("/caches/perennial/aot"),
        AotCache.defaultDirectory(Map.of("XDG_CACHE_HOME", "/caches")));
  }
}
