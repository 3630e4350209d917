package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.config.OptionState;
import dev.perennial.config.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/// The options of this program as JSON, with secrets masked.
final class ConfigReport {

  private ConfigReport() {}

  static String of(Config config) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("program", config.programName());
    report.put("generation", config.snapshot().generation());
    report.put("options", config.options().stream().map(ConfigReport::option).toList());
    return JsonText.of(report, JsonText.Layout.COMPACT);
  }

  private static Map<String, Object> option(OptionState state) {
    Map<String, Object> option = new LinkedHashMap<>();
    option.put("section", state.section());
    option.put("name", state.name());
    option.put("value", state.text());
    option.put("origin", state.origin().toString());
    option.put("isDefault", state.isDefault());
    option.put("hides", state.hidden().stream().map(ConfigReport::hidden).toList());
    return option;
  }

  private static Map<String, Object> hidden(OptionState.Hidden hidden) {
    return Map.of("value", hidden.text(), "origin", hidden.origin().toString());
  }
}
