package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  @TempDir Path directory;
  private ProgramOnDisk disk;

  @BeforeEach
  void makeProgram() {
    disk = new ProgramOnDisk(directory);
  }

  private ConfigBuilder program() {
    return disk.program(Sample.Main.class, Sample.Types.class);
  }

  private Config load(String... args) {
    return program().load(args);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bind-host bar | bar",
        "--bind-host=bar | bar",
        "--bind_host=bar | bar",
        "--bind-host=a=b | a=b",
        "--bind-host= | ''",
        "--bind-host a --bind-host b | b",
        "--bind-host -x | -x",
      })
  void a_text_is_taken(String line, String host) {
    assertEquals(host, load(line.split(" ")).get(Sample.Main.class).bindHost());
  }

  @ParameterizedTest
  @CsvSource({
    "--debug,true",
    "--nodebug,false",
    "--debug --nodebug,false",
    "--nodebug --debug,true"
  })
  void a_boolean_needs_no_value_and_the_last_one_wins(String line, boolean debug) {
    assertEquals(debug, load(line.split(" ")).get(Sample.Main.class).debug());
  }

  @Test
  void options_of_a_group_carry_its_name() {
    Sample.Types types =
        load("--types-noflag", "--types-number", "7", "--types-names=blaa ,bar")
            .get(Sample.Types.class);
    assertEquals(false, types.flag());
    assertEquals(7, types.number());
    assertEquals(List.of("blaa", "bar"), types.names());
  }

  @Test
  void a_repeated_option_keeps_the_order_of_the_line() {
    Sample.Types types =
        load("--types-repeated", "a", "--types-repeated=b").get(Sample.Types.class);
    assertEquals(List.of("a", "b"), types.repeated());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bind-prot 5 | argument 1: unknown argument '--bind-prot' (did you mean --bind-port?)",
        "--bind-por=5 | argument 1: unknown argument '--bind-por' (did you mean --bind-port?)",
        "--types-hiden=hunter2 | argument 1: unknown argument '--types-hiden'"
            + " (did you mean --types-hidden?)",
        "--types-hiden hunter2 | argument 1: unknown argument '--types-hiden'"
            + " (did you mean --types-hidden?)",
        "--debug=true | argument 1: --debug takes no value"
            + " (use --debug, or --nodebug to switch it off)",
        "--no-debug | argument 1: unknown argument '--no-debug' (did you mean --nodebug?)",
        "--debug --bind-port | argument 2: --bind-port needs a value (write --bind-port=VALUE)",
        "--bind-port --debug | argument 1: --bind-port needs a value (write --bind-port=VALUE)",
        "--config-dir= | argument 1: --config-dir needs a value (write --config-dir=VALUE)",
        "--config-file= | argument 1: --config-file needs a value (write --config-file=VALUE)",
        "--bind-port bar | argument 1: [DEFAULT] bind_port: 'bar' is not an integer",
        "--bind-port=65536 | argument 1: [DEFAULT] bind_port: '65536' is above the maximum of 65535",
        "-x | argument 1: unknown argument '-x'",
      })
  void is_refused_as_wrong_use(String line, String error) {
    List<String> errors = disk.refusal(program(), line.split(" "));
    assertEquals(List.of(error), errors);
    ConfigException refusal = assertThrows(ConfigException.class, () -> load(line.split(" ")));
    assertEquals(2, refusal.exitStatus());
  }

  @Test
  void what_is_no_option_is_refused() {
    assertEquals(
        List.of("argument 1: unexpected argument 'start' (every option begins with --)"),
        disk.refusal(program(), "start"));
  }

  @Test
  void help_lists_options_with_defaults_even_beside_errors() {
    Startup.Answered answer =
        assertInstanceOf(
            Startup.Answered.class, program().start(new String[] {"--bogus", "--help"}));
    assertTrue(answer.text().startsWith("Usage: prog [OPTION]..."), answer.text());
    assertTrue(answer.text().contains("--bind-port INTEGER"), answer.text());
    assertTrue(answer.text().contains("Port. (default 9890)"), answer.text());
    assertTrue(answer.text().contains("--debug, --nodebug"), answer.text());
    assertTrue(answer.text().indexOf("[DEFAULT]") < answer.text().indexOf("[types]"));
  }

  @Test
  void version_is_answered() { // C20
    assertEquals(new Startup.Answered("prog 1.0"), program().start(new String[] {"--version"}));
  }

  @Test
  void load_cannot_answer_questions() {
    ConfigException refusal = assertThrows(ConfigException.class, () -> load("--help"));
    assertEquals(2, refusal.exitStatus());
  }

  @Test
  void arguments_are_kept_as_given() {
    assertEquals(List.of("--debug"), load("--debug").arguments());
  }
}
