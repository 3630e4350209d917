package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesTest {
  @TempDir Path directory;
  private ProgramOnDisk disk;

  @BeforeEach
  void makeProgram() {
    disk = new ProgramOnDisk(directory);
  }

  private ConfigBuilder program() {
    return disk.program(Sample.Main.class, Sample.Types.class);
  }

  private String host(String... args) {
    return program().load(args).get(Sample.Main.class).bindHost();
  }

  private String setHost(String file, String host) {
    return disk.file(file, "[DEFAULT]|bind_host = " + host).toString();
  }

  @Test
  void nothing_found_means_defaults() { // P08
    assertEquals("127.0.0.1", host());
  }

  @Test
  void default_files_are_the_first_of_each_name() { // P01, P02
    setHost("home/.proj/proj.conf", "a");
    setHost("etc/proj/proj.conf", "never");
    setHost("etc/prog.conf", "b");
    DefaultFiles places = new DefaultFiles(disk.home, disk.etc, disk.environment);
    assertEquals(
        List.of(disk.home.resolve(".proj/proj.conf"), disk.etc.resolve("prog.conf")),
        places.files(Optional.of("proj"), "prog"));
    assertEquals("b", host());
  }

  @Test
  void no_variable_makes_the_current_directory_a_place() {
    Map<String, String> empty = Map.of("HOME", "", "SNAP_COMMON", "", "SNAP", "");
    Path home = Path.of(System.getProperty("user.home"));
    assertEquals(
        List.of(home.resolve(".proj"), home, Path.of("/etc/proj"), Path.of("/etc")),
        DefaultFiles.of(empty).places(Optional.of("proj")));
  }

  @Test
  void without_a_project_only_home_and_etc_are_searched() {
    setHost("etc/proj/prog.conf", "never");
    setHost("etc/prog.conf", "b");
    DefaultFiles places = new DefaultFiles(disk.home, disk.etc, disk.environment);
    assertEquals(List.of(disk.etc.resolve("prog.conf")), places.files(Optional.empty(), "prog"));
  }

  @Test
  void listing_names_every_file_that_was_read_also_those_that_set_nothing() { // A16.1
    setHost("etc/prog.conf.d/a.conf", "a");
    Path empty = disk.file("empty.conf", "");
    Path strange = disk.file("strange.conf", "[else]|where = 1");
    String[] arguments = {"--config-file=" + empty, "--config-file=" + strange};
    Config config = program().load(arguments);
    String line =
        "configuration files: " + disk.etc.resolve("prog.conf.d/a.conf, ") + empty + ", " + strange;
    assertTrue(config.describe().contains(line), config.describe()::toString);
    Config worker = program().load(new String[0]);
    worker.commit(worker.prepare(ConfigSnapshot.parse(config.snapshot().toText())));
    assertTrue(worker.describe().contains(line), worker.describe()::toString);
    config.commit(config.prepareOverride("DEFAULT", "debug", "true"));
    assertTrue(config.describe().contains(line), config.describe()::toString);
  }

  @Test
  void snap_places_come_last_the_common_one_first() { // P03
    disk.environment.put("SNAP", directory.resolve("snap").toString());
    disk.environment.put("SNAP_COMMON", directory.resolve("common").toString());
    setHost("snap/etc/proj/proj.conf", "snap");
    assertEquals("snap", host());
    setHost("common/etc/proj/proj.conf", "common");
    assertEquals("common", host());
  }

  @Test
  void a_named_file_switches_default_files_off_but_not_directories() { // P07, A9.3
    setHost("etc/prog.conf", "default file");
    disk.file("etc/prog.conf.d/a.conf", "[types]|number=5");
    String named = disk.file("x.conf", "[types]|text=x").toString();
    Config config = program().load(new String[] {"--config-file", named});
    assertEquals("127.0.0.1", config.get(Sample.Main.class).bindHost());
    assertEquals(5, config.get(Sample.Types.class).number());
  }

  @ParameterizedTest
  @CsvSource({"--config-file f.conf", "--config-file=f.conf"})
  void a_named_file_beats_a_default_directory(String line) { // P26
    setHost("etc/prog.conf.d/a.conf", "directory");
    setHost("f.conf", "file");
    assertEquals("file", host(line.replace("f.conf", directory + "/f.conf").split(" ")));
  }

  @Test
  void a_directory_beats_default_files() { // P15
    setHost("etc/prog.conf", "default");
    setHost("d/a.conf", "directory");
    assertEquals("directory", host("--config-dir", directory + "/d"));
  }

  @Test
  void files_of_a_directory_are_sorted_and_only_visible_conf_files_count() { // P12, P27
    setHost("d/02.conf", "last");
    setHost("d/00.conf", "first");
    setHost("d/01.conf", "middle");
    setHost("d/.99.conf", "hidden");
    setHost("d/99.conf~", "other");
    assertEquals("last", host("--config-dir=" + directory + "/d"));
  }

  @Test
  void files_and_directories_count_from_left_to_right() { // P14
    String a = setHost("a.conf", "a");
    String b = setHost("b.conf", "b");
    setHost("d/x.conf", "d");
    String dir = directory + "/d";
    assertEquals("b", host("--config-file", a, "--config-dir", dir, "--config-file", b));
    assertEquals("d", host("--config-file", a, "--config-file", b, "--config-dir", dir));
  }

  @Test
  void an_argument_beats_files_wherever_it_stands() { // P10, B10
    String file = setHost("a.conf", "file");
    assertEquals("line", host("--bind-host", "line", "--config-file", file));
    assertEquals("line", host("--config-file", file, "--bind-host", "line"));
  }

  @Test
  void repeated_keys_come_from_the_line_first_then_from_files_in_order() { // P13, F30
    disk.file("d/01.conf", "[types]|repeated=c|repeated=d");
    disk.file("d/00.conf", "[types]|repeated=b");
    Config config =
        program().load(new String[] {"--config-dir", directory + "/d", "--types-repeated=a"});
    assertEquals(List.of("a", "b", "c", "d"), config.get(Sample.Types.class).repeated());
  }

  @Test
  void sections_ignore_letter_case_and_the_last_value_wins() { // I24, R24, F16
    disk.file("etc/prog.conf", "[TYPES]|number=1|number=2|[Types]|wide=7|[types]|number=3");
    Sample.Types types = program().load(new String[0]).get(Sample.Types.class);
    assertEquals(3, types.number());
    assertEquals(7, types.wide());
  }

  @Test
  void tilde_and_relative_paths_are_expanded() { // P19
    DefaultFiles places = new DefaultFiles(disk.home, disk.etc, disk.environment);
    assertEquals(disk.home.resolve("x/y.conf"), places.expand("~/x/y.conf"));
    assertEquals(disk.home, places.expand("~"));
    assertEquals(Path.of("a.conf").toAbsolutePath(), places.expand("./a.conf"));
    assertEquals(
        List.of("home/none.conf: no such file"),
        disk.refusal(program(), "--config-file", "~/none.conf"));
  }

  @Test
  void an_argument_that_only_begins_like_config_file_is_another_one() { // P06
    assertEquals(
        List.of("argument 1: unknown argument '--config-file-foo' (did you mean --config-file?)"),
        disk.refusal(program(), "--config-file-foo", "x"));
  }

  @Test
  void every_file_that_cannot_be_read_is_named() throws IOException { // P16 to P18, I35, I36
    Files.createDirectories(directory.resolve("sub"));
    Files.write(
        directory.resolve("latin.conf"), new byte[] {'[', 's', ']', '\n', 'a', '=', (byte) 0xe9});
    disk.file("plain", "");
    assertEquals(
        List.of(
            "one.conf: no such file",
            "two.conf: no such file",
            "sub: is a directory, not a file (use --config-dir)",
            "latin.conf:2:3: byte 0xe9 is not valid UTF-8 (save the file as UTF-8)",
            "none.d: no such directory",
            "plain: is a file, not a directory (use --config-file)"),
        disk.refusal(
            program(),
            "--config-file=" + directory + "/one.conf",
            "--config-file=" + directory + "/two.conf",
            "--config-file=" + directory + "/sub",
            "--config-file=" + directory + "/latin.conf",
            "--config-dir=" + directory + "/none.d",
            "--config-dir=" + directory + "/plain"));
  }

  @Test
  void a_file_that_the_kernel_refuses_is_named_with_its_reason() throws IOException {
    Files.createSymbolicLink(directory.resolve("circle.conf"), directory.resolve("circle.conf"));
    String longName = "n".repeat(300) + ".conf";
    assertEquals(
        List.of(
            "circle.conf: cannot be read: too many levels of symbolic links",
            longName + ": cannot be read: file name too long"),
        disk.refusal(
            program(),
            "--config-file=" + directory + "/circle.conf",
            "--config-file=" + directory + "/" + longName));
  }

  @Test
  void a_byte_order_mark_is_skipped() { // I33
    setHost("etc/prog.conf", "x");
    disk.file("etc/prog.conf", "\ufeff[DEFAULT]|bind_host = y|bad|");
    assertEquals(
        List.of("etc/prog.conf:3:1: neither '=' nor ':' in the line that starts with 'bad'"),
        disk.refusal(program()));
    disk.file("etc/prog.conf", "\ufeff[DEFAULT]|bind_host = y");
    assertEquals("y", host());
  }

  @Test
  void origins_name_the_key_not_the_section() { // L11
    String a = disk.file("a.conf", "[types]|number = 1").toString();
    String b = disk.file("b.conf", "[types]|wide = 1").toString();
    Config config =
        program().load(new String[] {"--config-file", a, "--config-file", b, "--debug"});
    assertEquals(new Origin.InFile(a, 2, 10), config.origin("types", "number"));
    assertEquals(new Origin.InFile(b, 2, 8), config.origin("TYPES", "wide"));
    assertEquals(new Origin.Argument(5), config.origin("DEFAULT", "debug"));
    assertEquals(new Origin.Default(), config.origin("DEFAULT", "bind_host"));
    assertTrue(disk.warnings.isEmpty());
  }
}
