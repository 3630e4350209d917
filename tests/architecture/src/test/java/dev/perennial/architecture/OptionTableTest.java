package dev.perennial.architecture;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.architecture.OptionTable.Here;
import dev.perennial.architecture.OptionTable.Row;
import dev.perennial.config.Config;
import dev.perennial.config.OptionState;
import dev.perennial.rpc.InvalidUrlException;
import dev.perennial.rpc.NotificationOptions;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.rpc.rabbitmq.RabbitOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of options of remote calls is what the programs do.
class OptionTableTest {

  private static final String FILE = "docs/design/rpc-options.md";
  private static final String RABBIT = "oslo_messaging_rabbit";
  private static final OptionTable TABLE = table();

  @TempDir Path directory;
  private final List<String> said = new ArrayList<>();
  private final Logger logger = Logger.getLogger("dev.perennial");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          said.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(handler);
  }

  @Test
  void there_are_exactly_the_options_that_the_table_says_there_are() {
    Set<String> there =
        Stream.concat(TABLE.of(Here.USED).stream(), TABLE.of(Here.NO_EFFECT).stream())
            .map(Row::key)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> declared = new TreeSet<>();
    for (OptionState option : load("").options()) {
      declared.add("[" + option.section() + "] " + option.name());
    }
    assertEquals(declared, there);
    assertEquals(
        TABLE.rows().size(), TABLE.rows().stream().map(Row::key).distinct().count(), "twice");
  }

  @Test
  void what_is_used_names_tests_that_exist() {
    Set<String> tests = TestNames.ofTheProject();
    for (Row row : TABLE.of(Here.USED)) {
      assertFalse(row.names().isEmpty(), row.key());
      for (String name : row.names()) {
        Predicate<String> it =
            name.contains("#") ? name::equals : each -> each.startsWith(name + "#");
        assertTrue(tests.stream().anyMatch(it), row.key() + " names a missing test: " + name);
      }
    }
  }

  static List<Row> withoutEffect() {
    return TABLE.of(Here.NO_EFFECT);
  }

  @ParameterizedTest
  @MethodSource("withoutEffect")
  void setting_what_has_no_effect_is_answered_by_a_warning_that_names_it(Row row) {
    assertFalse(row.last().isEmpty());
    Config config = load(file(row, otherThanDefault(row)));
    Transport.open(TransportUrl.parse("rabbit://"), config).close();
    assertEquals(List.of(row.key() + " has no effect in this program"), said);
    said.clear();
    String query = "rabbit:///?" + row.option() + "=" + otherThanDefault(row);
    Transport.open(TransportUrl.parse(query), load("")).close();
    assertEquals(List.of(row.key() + " has no effect in this program"), said);
  }

  static List<Row> notOffered() {
    return TABLE.of(Here.NOT_OFFERED);
  }

  @ParameterizedTest
  @MethodSource("notOffered")
  void setting_what_is_not_offered_is_answered_by_a_warning_that_names_it(Row row) {
    assertFalse(row.last().isEmpty());
    assertDoesNotThrow(() -> load(file(row, "x")));
    assertEquals(1, said.size(), said::toString);
    boolean known =
        Set.of("DEFAULT", RABBIT, "oslo_messaging_notifications").contains(row.section());
    String name = known ? "unknown option '" + row.option() + "'" : "unknown section";
    assertTrue(said.getFirst().contains(name), said::toString);
    assertTrue(said.getFirst().contains("[" + row.section() + "]"), said::toString);
  }

  @Test
  void a_url_with_what_is_not_offered_is_refused() {
    for (Row row : TABLE.of(Here.NOT_OFFERED)) {
      TransportUrl url = TransportUrl.parse("rabbit:///?" + row.option() + "=x");
      assertThrows(InvalidUrlException.class, () -> Transport.open(url, load("")), row.key());
    }
  }

  static List<Row> oldNames() {
    return TABLE.of(Here.OLD_NAME);
  }

  @ParameterizedTest
  @MethodSource("oldNames")
  void an_old_name_sets_the_present_option_and_a_warning_says_so(Row row) {
    Row present = present(row);
    String value = otherThanDefault(present);
    OptionState now = state(load(file(row, value)), present);
    assertEquals(value, now.text().replaceAll("\\*+", value));
    assertFalse(now.isDefault());
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.getFirst().contains("write " + present.option() + " in"), said::toString);
  }

  // Where the present name is in several sections, the one for notifications is meant.
  private static Row present(Row old) {
    return TABLE.rows().stream()
        .filter(row -> row.here() == Here.USED || row.here() == Here.NO_EFFECT)
        .filter(row -> row.option().equals(old.names().getFirst()))
        .reduce((_, second) -> second)
        .orElseThrow();
  }

  private String otherThanDefault(Row row) {
    String text = state(load(""), row).text();
    return switch (text) {
      case "false" -> "true";
      case "true" -> "false";
      case "AMQPLAIN" -> "PLAIN";
      default -> text.matches("[0-9.]+") ? "4" : "x";
    };
  }

  private static OptionState state(Config config, Row row) {
    return config.options().stream()
        .filter(each -> each.section().equals(row.section()) && each.name().equals(row.option()))
        .findFirst()
        .orElseThrow();
  }

  private static String file(Row row, String value) {
    return "[" + row.section() + "]\n" + row.option() + " = " + value + "\n";
  }

  private Config load(String text) {
    try {
      Path file = Files.writeString(directory.resolve("bus.conf"), text);
      return Config.program("bus")
          .groups(RpcOptions.class, NotificationOptions.class, RabbitOptions.class)
          .readEnvironment(false)
          .load(new String[] {"--config-file", file.toString()});
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static OptionTable table() {
    try {
      return OptionTable.parse(Files.readAllLines(Checkout.find().root().resolve(FILE)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
