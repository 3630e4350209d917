package dev.perennial.examples.orchestrator;

import dev.perennial.launcher.RunningService;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the demo prints when everything is ready.
final class DemoGreeting {

  private DemoGreeting() {}

  static String text(List<RunningService> services, Optional<Path> stateDirectory) {
    StringBuilder text = new StringBuilder();
    table(services, text);
    String url = url(services);
    String option = stateDirectory.map(directory -> " --state-dir " + quoted(directory)).orElse("");
    return text.append(
            """

            Try in another terminal:
              curl -i %1$s -H 'Content-Type: application/json' -d '{"name": "vnf-1"}'
              curl %1$s
              curl %1$s/ID
              curl -X POST %1$s/ID/heal
              curl -i -X DELETE %1$s/ID

              bin/perennial status%2$s
              bin/perennial reload --wait%2$s
              bin/perennial stop%2$s
            """
                .formatted(url, option))
        .toString();
  }

  private static void table(List<RunningService> services, StringBuilder text) {
    int width = services.stream().mapToInt(service -> service.name().length()).max().orElse(0);
    String row = "%n%-" + Math.max(width, 7) + "s  %7s  %s";
    text.append(row.formatted("SERVICE", "WORKERS", "ADDRESS"));
    for (RunningService service : services) {
      String addresses =
          service.addresses().isEmpty() ? "-" : String.join(", ", service.addresses());
      text.append(row.formatted(service.name(), service.workers(), addresses));
    }
    text.append(System.lineSeparator());
  }

  private static String url(List<RunningService> services) {
    String address =
        services.stream()
            .flatMap(service -> service.addresses().stream())
            .filter(text -> !text.startsWith("unix:"))
            .findFirst()
            .orElse("127.0.0.1");
    return "http://" + reachable(address) + "/v1/vnf_instances";
  }

  // "All interfaces" is nothing that a client can connect to.
  private static String reachable(String address) {
    return address.replaceFirst("^0\\.0\\.0\\.0:", "127.0.0.1:").replaceFirst("^\\[::]:", "[::1]:");
  }

  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[\\w/.,@+:-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
