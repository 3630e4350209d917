package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.OptionState;
import dev.perennial.rpc.NotificationOptions;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.rabbitmq.RabbitOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The options that Debian's `python3-oslo.messaging` declares, beside ours.
final class OsloOptionsTest {

  private static final Path TABLE = Path.of("../../docs/design/rpc-options.md");

  // Drivers that are not offered here.
  private static final Set<String> OTHER_BUSES =
      Set.of("oslo_messaging_amqp", "amqp1", "oslo_messaging_kafka");

  // Later versions of Python's changed the first two; the last is a secret and not shown.
  private static final Set<String> NOT_COMPARED =
      Set.of("ssl_enforce_hostname_verification", "heartbeat_rate", "transport_url");

  @Test
  void every_option_of_python_is_in_the_table_of_ours_with_its_default() throws Exception {
    List<String> table = Files.readAllLines(TABLE);
    Map<String, String> defaults = defaults();
    List<String> missing = new ArrayList<>();
    int compared = 0;
    try (OsloMessaging python = OsloMessaging.start(Broker.shared())) {
      for (JsonNode option : python.options()) {
        String section = option.get(0).asString();
        String name = option.get(1).asString();
        if (OTHER_BUSES.contains(section)) {
          continue;
        }
        String row = "| " + name + " | " + section + " | ";
        if (table.stream().noneMatch(line -> line.startsWith(row))) {
          missing.add(row);
        }
        String ours = defaults.get(section + "/" + name);
        if (ours != null && !option.get(2).isNull() && !NOT_COMPARED.contains(name)) {
          assertEquals(text(option.get(2)), ours, row);
          compared++;
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(compared >= 30, compared + " compared");
  }

  private static Map<String, String> defaults() {
    Map<String, String> defaults = new HashMap<>();
    Config config =
        Config.forTesting(RpcOptions.class, NotificationOptions.class, RabbitOptions.class).build();
    for (OptionState option : config.options()) {
      defaults.put(option.section() + "/" + option.name(), option.text());
    }
    return defaults;
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      return value.isEmpty() ? "<None>" : value.get(0).asString();
    }
    return value.asString();
  }
}
