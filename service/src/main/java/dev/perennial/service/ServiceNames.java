package dev.perennial.service;

import java.util.Locale;

/// Names of services that do not name themselves.
final class ServiceNames {

  private ServiceNames() {}

  static String of(Class<?> type) {
    String simple = type.getSimpleName();
    if (simple.isEmpty()) {
      return "service";
    }
    return simple.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
