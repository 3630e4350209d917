package dev.perennial.registry;

import dev.perennial.service.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The registry as operators see it: `list`, `enable HOST BINARY`, `disable HOST BINARY [REASON]`
/// and `force-down HOST BINARY [unset]`, each answered by the records that it is about.
///
/// A service offers it in its `operations()`. Where several processes do, each answers the same.
public final class ServicesOperation implements Operation {

  /// The name under which `perennial services` finds it.
  public static final String NAME = "services";

  private static final double MILLIS = 1e3;

  private final ServiceRegistry registry;

  /// Offers a registry to operators.
  ///
  /// @param registry which one
  public ServicesOperation(ServiceRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Optional<List<Map<String, Object>>> perform(List<String> arguments) {
    String verb = arguments.isEmpty() ? "list" : arguments.getFirst();
    List<ServiceRecord> records =
        switch (verb) {
          case "list" -> registry.list();
          case "enable" -> List.of(known(registry.enable(key(arguments, 3)), arguments));
          case "disable" ->
              List.of(known(registry.disable(key(arguments, 4), reason(arguments)), arguments));
          case "force-down" ->
              List.of(known(registry.forceDown(key(arguments, 4), !isUnset(arguments)), arguments));
          default ->
              throw new IllegalArgumentException(
                  "services can be listed, enabled, disabled or forced down, not: " + verb);
        };
    return Optional.of(records.stream().map(ServicesOperation::row).toList());
  }

  private static ServiceKey key(List<String> arguments, int most) {
    if (arguments.size() < 3 || arguments.size() > most) {
      throw new IllegalArgumentException("say " + arguments.getFirst() + ", a host and a binary");
    }
    return new ServiceKey(arguments.get(1), arguments.get(2));
  }

  private static boolean isUnset(List<String> arguments) {
    if (arguments.size() > 3 && !arguments.get(3).equals("unset")) {
      throw new IllegalArgumentException(
          "force-down can be followed by unset, not: " + arguments.get(3));
    }
    return arguments.size() > 3;
  }

  private static String reason(List<String> arguments) {
    return arguments.size() > 3 ? arguments.get(3) : "";
  }

  private static ServiceRecord known(Optional<ServiceRecord> found, List<String> arguments) {
    return found.orElseThrow(() ->
        new IllegalArgumentException(
            "there is no service " + arguments.get(2) + " on host " + arguments.get(1)));
  }

  private static Map<String, Object> row(ServiceRecord service) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("binary", service.key().binary());
    row.put("host", service.key().host());
    row.put("topic", service.topic());
    row.put("state", service.liveness().name().toLowerCase(Locale.ROOT));
    row.put("status", service.enabled() ? "enabled" : "disabled");
    service.disabledReason().ifPresent(reason -> row.put("disabled_reason", reason));
    row.put("forced_down", service.forcedDown());
    row.put("version", service.version());
    row.put("reports", service.reports());
    row.put("created_at", service.createdAt().toString());
    row.put("last_seen_at", service.seenAt().toString());
    row.put("last_seen_s_ago", service.age().toMillis() / MILLIS);
    return row;
  }
}
