package dev.perennial.tests.interop;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What one side made of a file.
///
/// @param refusal why the text itself was not accepted
/// @param errors why the values of options were not accepted, by `group.option`
/// @param values those of options, by `group.option`, as far as they can be seen
record Reading(
    Optional<String> refusal, Map<String, String> errors, Map<String, Optional<Object>> values) {

  static Reading refused(String why) {
    return new Reading(Optional.of(why), Map.of(), Map.of());
  }

  boolean refusesOtherThan(String option) {
    return errors.keySet().stream().anyMatch(refused -> !refused.equals(option));
  }

  static Reading of(JsonNode answer) {
    if (answer.has("refused")) {
      return refused(answer.get("refused").asString());
    }
    Map<String, String> errors = new TreeMap<>();
    Map<String, Optional<Object>> values = new TreeMap<>();
    answer
        .get("options")
        .properties()
        .forEach(option -> {
          JsonNode result = option.getValue();
          if (result.has("error")) {
            errors.put(option.getKey(), result.get("error").asString());
          } else {
            @Nullable Object value = PlainValue.of(result.get("value"));
            values.put(option.getKey(), Optional.ofNullable(value));
          }
        });
    return new Reading(Optional.empty(), errors, values);
  }
}
