package dev.perennial.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `perennial config`, with the options of the launcher, which is beside this command.
class ConfigCommandTest {

  private static final String NAMESPACE = "--namespace=oslo.service.service";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  private int run(String... args) {
    CommandLine command = PerennialCommand.commandLine(directory);
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    String[] all = Stream.concat(Stream.of("config"), Arrays.stream(args)).toArray(String[]::new);
    return command.execute(all);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text.replace('|', '\n')).toString();
  }

  @Test
  void sample_prints_the_options_of_a_namespace() {
    assertEquals(0, run("sample", NAMESPACE));
    assertTrue(out.toString().startsWith("[DEFAULT]\n"), out::toString);
    assertTrue(out.toString().contains("# From oslo.service.service\n"), out::toString);
    assertTrue(out.toString().contains("#graceful_shutdown_timeout = 60\n"), out::toString);
  }

  @Test
  void namespace_may_be_repeated() {
    assertEquals(0, run("sample", NAMESPACE, "--namespace", "perennial.launcher"));
    assertTrue(out.toString().contains("#log_options = true\n"), out::toString);
    assertTrue(out.toString().contains("\n[launcher]\n"), out::toString);
  }

  @Test
  void sample_knows_the_periodic_tasks() {
    assertEquals(0, run("sample", "--namespace", "oslo.service.periodic_task"));
    assertTrue(out.toString().contains("[DEFAULT]\n"), out::toString);
    assertTrue(out.toString().contains("#run_external_periodic_tasks = true\n"), out::toString);
  }

  @Test
  void oslo_service_alone_is_refused_and_its_parts_are_named() {
    assertEquals(2, run("sample", "--namespace", "oslo.service"));
    for (String part : new String[] {"periodic_task", "service", "sslutils", "wsgi"}) {
      assertTrue(err.toString().contains("oslo.service." + part), err::toString);
    }
  }

  @Test
  void sample_without_namespace_names_those_that_there_are() { // G32
    assertEquals(2, run("sample"));
    assertTrue(err.toString().contains("oslo.service.service, perennial.launcher"), err::toString);
  }

  @Test
  void sample_takes_its_options_from_a_file_and_the_command_line_wins() throws IOException {
    Path sample = directory.resolve("out.conf");
    String file =
        file(
            "generator.conf",
            "[DEFAULT]|namespace = perennial.launcher|namespace = oslo.service.service|"
                + "output_file = "
                + sample
                + "|wrap_width = 30|format = yaml");
    assertEquals(0, run("sample", "--config-file", file, "--format", "ini"), err::toString);
    assertEquals("", out.toString());
    String text = Files.readString(sample);
    assertTrue(text.startsWith("[DEFAULT]\n"), text);
    assertTrue(text.contains("\n[launcher]\n"), text);
    assertTrue(text.lines().filter(l -> l.startsWith("# S")).allMatch(l -> l.length() <= 30), text);
  }

  @Test
  void a_wrong_option_of_the_generator_is_a_clear_error() throws IOException {
    assertEquals(2, run("sample", NAMESPACE, "--format", "xml"));
    assertTrue(err.toString().contains("is not one of ini, rst, yaml, json"), err::toString);
    assertEquals(78, run("sample", "--config-file", file("g.conf", "[DEFAULT]|wrap_width = -1")));
    assertTrue(err.toString().contains("g.conf:2:14"), err::toString);
  }

  @Test
  void a_sample_that_cannot_be_written_says_why() {
    Path nowhere = directory.resolve("none/out.conf");
    assertEquals(1, run("sample", NAMESPACE, "--output-file", nowhere.toString()));
    assertEquals(1, run("sample", NAMESPACE, "--output-file", directory.toString()));
    assertEquals(
        List.of(
            "perennial: cannot write " + nowhere + ": no such directory to write in",
            "perennial: cannot write " + directory + ": Is a directory"),
        err.toString().lines().toList());
  }

  @Test
  void sample_writes_json_and_a_summary() {
    assertEquals(0, run("sample", NAMESPACE, "--format=json", "--minimal", "--summarize"));
    assertTrue(out.toString().contains("\"graceful_shutdown_timeout\""), out::toString);
  }

  @Test
  void check_accepts_a_good_file_in_silence() throws IOException {
    String file = file("good.conf", "[DEFAULT]|log_options = no|[Launcher]|boot_timeout = 5");
    assertEquals(0, run("check", NAMESPACE, "--namespace=perennial.launcher", file));
    assertEquals("", out.toString() + err);
  }

  @Test
  void check_names_all_mistakes_with_their_places_and_exits_with_78() throws IOException {
    String file = file("bad.conf", "[DEFAULT]|log_options = maybe|log_optoins = no|[other]|a = 1");
    assertEquals(78, run("check", NAMESPACE, file));
    assertEquals(3, out.toString().lines().count(), out::toString);
    assertTrue(
        out.toString().contains(file + ":2:15: [DEFAULT] log_options: 'maybe'"), out::toString);
    assertTrue(out.toString().contains(file + ":3:1: unknown option"), out::toString);
    assertTrue(out.toString().contains("did you mean log_options?"), out::toString);
    assertTrue(out.toString().contains(file + ":4:1: unknown section [other]"), out::toString);
  }

  @Test
  void check_leaves_sections_alone_and_reads_directories() throws IOException {
    Files.createDirectory(directory.resolve("d"));
    file("d/a.conf", "[other]|a = 1");
    assertEquals(
        0,
        run("check", NAMESPACE, "--config-dir", directory + "/d", "--leave-alone", "other"),
        out::toString);
  }

  @Test
  void check_prints_json() throws IOException {
    assertEquals(
        78, run("check", NAMESPACE, "--json", file("bad.conf", "[DEFAULT]|log_options = x")));
    assertTrue(out.toString().contains("\"where\" : \"" + directory), out::toString);
    assertTrue(out.toString().contains("\"warnings\" : [ ]"), out::toString);
  }

  @Test
  void check_without_file_or_with_a_missing_one_says_so() {
    assertEquals(2, run("check", NAMESPACE));
    assertEquals(78, run("check", NAMESPACE, "/no/such.conf"));
    assertTrue(out.toString().contains("/no/such.conf: "), out::toString);
  }

  @Test
  void check_without_namespace_names_those_that_there_are() throws IOException { // V05
    assertEquals(2, run("check", file("any.conf", "")));
    assertTrue(err.toString().contains("--namespace is missing; there are "), err::toString);
  }

  @Test
  void show_has_values_origins_and_what_they_hide() throws IOException {
    String first = file("a.conf", "[DEFAULT]|log_options = no");
    String second = file("b.conf", "[DEFAULT]|log_options = off");
    assertEquals(0, run("show", NAMESPACE, "--origin", "--option", "log_options", first, second));
    assertEquals(
        "[DEFAULT]\n# from %s:2:15\n#   hides no from %s:2:15\n#   hides true from default\nlog_options = off\n"
            .formatted(second, first),
        out.toString());
    assertEquals(2, run("show", NAMESPACE, "--option", "x", first));
  }

  @Test
  void a_hidden_value_of_several_lines_stays_a_comment() throws IOException {
    String first = file("a.conf", "[DEFAULT]|log_options = no|  really");
    String second = file("b.conf", "[DEFAULT]|log_options = off");
    run("show", NAMESPACE, "--origin", "--option", "log_options", first, second);
    assertTrue(out.toString().contains("#   hides no\n#     really from "), out::toString);
  }

  @Test
  void show_asks_the_running_program() throws IOException {
    String answer =
        "{\"options\":[{\"section\":\"api\",\"name\":\"port\",\"value\":\"1\",\"origin\":\"default\","
            + "\"isDefault\":true,\"hides\":[]}],\"generation\":2}";
    try (FakeProgram program = FakeProgram.in(directory, Map.of("config", "ok " + answer))) {
      assertEquals(0, run("show"), err::toString);
      assertEquals("[api]\nport = 1\n", out.toString());
      assertTrue(program.requests().contains("perennial 1 config"));
    }
  }

  @Test
  void diff_shows_what_differs_from_the_defaults_or_from_other_files() throws IOException { // V04
    String file = file("a.conf", "[DEFAULT]|log_options = 1|graceful_shutdown_timeout = 5");
    assertEquals(0, run("diff", NAMESPACE, file));
    assertEquals(
        "[DEFAULT] graceful_shutdown_timeout: 60 -> 5 (" + file + ":3:29)\n", out.toString());
    String other = file("b.conf", "[DEFAULT]|log_options = 0|graceful_shutdown_timeout = 5");
    out.getBuffer().setLength(0);
    assertEquals(0, run("diff", NAMESPACE, "--from", file, other));
    assertEquals("[DEFAULT] log_options: 1 -> 0 (" + other + ":2:15)\n", out.toString());
    assertEquals(0, run("diff", NAMESPACE, "--json", "--from", file, other));
    assertTrue(out.toString().contains("\"before\" : \"1\""), out::toString);
  }

  @Test
  void diff_knows_no_default_but_the_declared_one() throws IOException {
    installOther();
    String first = file("a.conf", "[other]|owner = a|doors = north");
    String second = file("b.conf", "[other]|owner = b|doors = east");
    assertEquals(
        0, run("diff", "--namespace=other", "--class-path", directory + "/p", first, second));
    assertEquals(
        "[other] doors: south,west -> north, east (%s:3:9)%n[other] owner: <None> -> b (%s:2:9)%n"
            .formatted(second, second),
        out.toString());
  }

  @Test
  void a_class_path_that_is_not_there_is_a_clear_error() {
    assertEquals(2, run("sample", NAMESPACE, "--class-path", "/no/such.jar"));
    assertTrue(err.toString().contains("--class-path: there is no /no/such.jar"), err::toString);
  }

  @Test
  void a_class_path_adds_the_options_of_another_program() throws IOException {
    installOther();
    assertEquals(0, run("sample", "--namespace=other", "--class-path", directory + "/p"));
    assertTrue(out.toString().contains("#colour = red\n"), out::toString);
    assertFalse(out.toString().contains("log_options"), out::toString);
    assertTrue(err.toString().contains("[other] shape has no help"), err::toString);
  }

  private void installOther() throws IOException {
    Path services = directory.resolve("p/META-INF/services");
    Files.createDirectories(services);
    Files.writeString(
        services.resolve("dev.perennial.config.OptionProvider"), OtherProvider.class.getName());
  }

  private int migrate(String... args) throws IOException {
    installOther();
    Stream<String> first =
        Stream.of("migrate", "--namespace=other", "--class-path", directory + "/p");
    return run(Stream.concat(first, Arrays.stream(args)).toArray(String[]::new));
  }

  @Test
  void migrate_lists_what_it_would_do_and_writes_only_when_told() throws IOException {
    String text = "[other]|# walls|paint = blue";
    String file = file("old.conf", text);
    Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rw-r-----"));
    assertEquals(0, migrate(file));
    String step = file + ":3: [other] paint is colour now\n";
    assertEquals(step, out.toString());
    assertEquals(text.replace('|', '\n'), Files.readString(Path.of(file)));
    assertEquals(0, migrate("--write", file));
    assertEquals("[other]\n# walls\ncolour = blue", Files.readString(Path.of(file)));
    assertEquals(
        "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file))));
  }

  @Test
  void migrate_writes_nothing_when_one_file_is_bad() throws IOException {
    String good = file("good.conf", "[other]|paint = blue");
    String bad = file("bad.conf", "[other|");
    assertEquals(78, migrate("--write", good, bad));
    assertEquals("[other]\npaint = blue", Files.readString(Path.of(good)));
    assertTrue(err.toString().contains(bad + ":1:1: section header"), err::toString);
  }
}
