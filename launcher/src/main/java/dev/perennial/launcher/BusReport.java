package dev.perennial.launcher;

import dev.perennial.service.BusConnection;
import dev.perennial.service.BusConnections.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How the connections of a worker to message buses stand: as words of a line and for JSON.
final class BusReport {

  private static final int WORDS = 6;

  private BusReport() {}

  static List<String> words(List<Shown> bus) {
    List<String> words = new ArrayList<>();
    for (Shown shown : bus) {
      BusConnection connection = shown.connection();
      words.add(shown.service());
      words.add(connection.purpose());
      words.add(connection.state().name());
      words.add(connection.host());
      words.add(connection.since().toString());
      words.add(connection.reason());
    }
    return words;
  }

  static List<Shown> parse(List<String> words) {
    List<Shown> bus = new ArrayList<>();
    for (int i = 0; i + WORDS <= words.size(); i += WORDS) {
      BusConnection connection =
          new BusConnection(
              words.get(i + 1),
              BusConnection.State.valueOf(words.get(i + 2)),
              words.get(i + 3),
              Instant.parse(words.get(i + 4)),
              words.get(i + 5));
      bus.add(new Shown(words.get(i), connection));
    }
    return bus;
  }

  static List<Map<String, Object>> json(List<Shown> bus) {
    return bus.stream().map(BusReport::json).toList();
  }

  private static Map<String, Object> json(Shown shown) {
    BusConnection connection = shown.connection();
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("service", shown.service());
    one.put("purpose", connection.purpose());
    one.put("state", connection.state().name().toLowerCase(Locale.ROOT));
    one.put("host", connection.host());
    one.put("since", connection.since().toString());
    if (!connection.reason().isEmpty()) {
      one.put("reason", connection.reason());
    }
    return one;
  }
}
