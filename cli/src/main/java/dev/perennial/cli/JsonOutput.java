package dev.perennial.cli;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes what `--json` asks for, for people as well as for tools.
final class JsonOutput {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonOutput() {}

  static String of(Object tree) {
    return MAPPER.writeValueAsString(tree);
  }
}
