package dev.perennial.tests.system;

import dev.perennial.service.ListenAddress;
import dev.perennial.service.Replacement;
import dev.perennial.service.SocketOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A service of the program under test, written as `NAME WORKERS REPLACEMENT ADDRESS…`. With an
/// address it serves HTTP, without one it ticks.
///
/// @param name of the service
/// @param workers as given to the launcher
/// @param replacement how its workers are replaced
/// @param addresses where it listens: `host:port`, `[v6]:port` or `unix:path`
record ServiceSpec(String name, int workers, Replacement replacement, List<String> addresses) {

  ServiceSpec {
    addresses = List.copyOf(addresses);
  }

  static ServiceSpec parse(String text) {
    List<String> words = List.of(text.strip().split("\\s+"));
    return new ServiceSpec(
        words.get(0),
        Integer.parseInt(words.get(1)),
        Replacement.valueOf(words.get(2).toUpperCase(Locale.ROOT)),
        words.subList(3, words.size()));
  }

  List<ListenAddress> listenAddresses(SocketOptions options) {
    List<ListenAddress> parsed = new ArrayList<>();
    for (String address : addresses) {
      parsed.add(
          switch (Target.parse(address)) {
            case Target.Tcp tcp -> ListenAddress.tcp(tcp.host(), tcp.port()).with(options);
            case Target.Unix(Path path) -> ListenAddress.unix(path);
            case Target.Tls _ ->
                throw new IllegalArgumentException("[ssl] decides on TLS: " + address);
          });
    }
    return parsed;
  }

  @Override
  public String toString() {
    return name + " " + workers + " " + replacement + " " + String.join(" ", addresses);
  }
}
