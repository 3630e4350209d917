package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest { // R28
  @TempDir Path directory;
  private ProgramOnDisk disk;

  @BeforeEach
  void makeProgram() {
    disk = new ProgramOnDisk(directory);
  }

  private ConfigBuilder program() {
    return disk.program(Sample.Main.class, Sample.Database.class);
  }

  @Test
  void errors_of_all_kinds_are_reported_at_once() {
    disk.file(
        "etc/prog.conf",
        "[DEFAULT]|bind_prot = 5|bind_port = many|nonsense|[database]|max_pool_size = 513");
    assertEquals(
        List.of(
            "argument 2: unknown argument '--debgu' (did you mean --debug?)",
            "etc/prog.conf:4:1: neither '=' nor ':' in the line that starts with 'nonsense'",
            "none.d: no such directory",
            "etc/prog.conf:2:1: unknown option 'bind_prot' in [DEFAULT] (did you mean bind_port?)",
            "etc/prog.conf:3:13: [DEFAULT] bind_port: 'many' is not an integer",
            "etc/prog.conf:6:17: [database] max_pool_size: '513' is above the maximum of 512"),
        disk.refusal(
            program().unknownKeys(UnknownKeys.ERROR),
            "--config-dir=" + directory + "/none.d",
            "--debgu"));
  }

  @Test
  void an_option_is_missing_only_when_all_files_could_be_read() {
    disk.file("etc/prog.conf", "[DEFAULT]");
    assertEquals(
        List.of(
            "[database] connection is required but not set"
                + " (set it in a file or with --database-connection)"),
        disk.refusal(program()));
    assertEquals(
        List.of("none.conf: no such file"),
        disk.refusal(program(), "--config-file=" + directory + "/none.conf"));
  }

  @Test
  void nothing_is_missing_from_a_file_that_is_no_utf_8() throws IOException {
    Path file = disk.file("etc/prog.conf", "[DEFAULT]|bind_host = ");
    Files.write(file, new byte[] {(byte) 0xff}, StandardOpenOption.APPEND);
    assertEquals(
        List.of("etc/prog.conf:2:13: byte 0xff is not valid UTF-8 (save the file as UTF-8)"),
        disk.refusal(program()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          [database   ; section header '[database' does not end with ']'
          []          ; section header without a name
          bind_port=1 ; 'bind_port' is set before any section (write [DEFAULT] above it)
          """)
  void nothing_is_missing_behind_a_line_that_takes_the_section_away(String line, String error) {
    disk.file("etc/prog.conf", line + "|connection = x");
    assertEquals(List.of("etc/prog.conf:1:1: " + error), disk.refusal(program()));
  }

  @Test
  void a_wrong_file_ends_with_78_and_a_wrong_line_with_2() {
    assertEquals(78, status());
    assertEquals(2, status("--bogus"));
  }

  private int status(String... args) {
    return assertInstanceOf(Startup.Refused.class, program().start(args)).status();
  }

  @Test
  void a_broken_rule_names_the_options_and_where_their_values_came_from() {
    disk.file("etc/prog.conf", "[database]|connection = x|min_pool_size = 9");
    assertEquals(
        List.of(
            "etc/prog.conf:3:17: [database] the smallest pool is larger than the largest"
                + " (min_pool_size from etc/prog.conf:3:17, max_pool_size from default)"),
        disk.refusal(program()));
  }

  @Group("rule")
  record Rule(@Opt(def = "1") int a, @Opt(def = "1") int b, @Opt(def = "") Secret password) {
    Rule {
      if (a == 2) {
        throw new IllegalArgumentException("never with " + password.reveal());
      } else if (a == 3) {
        throw new IllegalStateException("a bug");
      }
    }
  }

  @Test
  void a_plain_exception_names_all_options_that_were_set_and_no_secret() {
    disk.file("etc/prog.conf", "[rule]|a = 2|password = hunter2");
    assertEquals(
        List.of(
            "etc/prog.conf:2:5: [rule] never with ****"
                + " (a from etc/prog.conf:2:5, password from etc/prog.conf:3:12)"),
        disk.refusal(disk.program(Rule.class)));
  }

  @Test
  void a_bug_in_a_rule_is_an_error_like_others() {
    assertEquals(
        List.of("argument 1: [rule] java.lang.IllegalStateException: a bug (a from argument 1)"),
        disk.refusal(disk.program(Rule.class), "--rule-a=3"));
  }

  @Test
  void a_rule_is_not_asked_about_values_that_are_bad_by_themselves() {
    assertEquals(
        List.of("argument 2: [rule] b: 'x' is not an integer"),
        disk.refusal(disk.program(Rule.class), "--rule-a=2", "--rule-b=x"));
  }

  @Group("need")
  record Need(@Opt(required = true) int number, @Opt(required = true) String text) {}

  @Test
  void an_empty_text_satisfies_a_required_text_but_no_required_number() { // F41
    disk.file("etc/prog.conf", "[need]|number =|text =");
    assertEquals(
        List.of("etc/prog.conf:2:9: [need] number is required but empty"),
        disk.refusal(disk.program(Need.class)));
  }

  @Test
  void a_message_is_one_line_whatever_was_typed() {
    disk.file("etc/prog.conf", "[DEFAULT]|bind_port = a|  b\u001b[31m");
    assertEquals(
        List.of("etc/prog.conf:2:13: [DEFAULT] bind_port: 'a\\nb\\u001b[31m' is not an integer"),
        disk.refusal(disk.program(Sample.Main.class)));
  }
}
