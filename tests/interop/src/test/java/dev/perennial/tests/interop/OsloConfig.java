package dev.perennial.tests.interop;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Debian's `python3-oslo.config` in one process that lives as long as the test.
final class OsloConfig implements AutoCloseable {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private OsloConfig(Process process) {
    this.process = process;
    this.requests = process.outputWriter(java.nio.charset.StandardCharsets.UTF_8);
    this.answers = process.inputReader(java.nio.charset.StandardCharsets.UTF_8);
  }

  static OsloConfig start() throws IOException {
    Path program = Path.of("src/test/resources/oslo_config_peer.py").toAbsolutePath();
    // The interpreter that the package belongs to, whatever else is first on the PATH.
    return new OsloConfig(
        new ProcessBuilder("/usr/bin/python3", "-X", "utf8", "-W", "ignore", program.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /// What it makes of a file, with the options in `[DEFAULT]` and `[blaa]`.
  JsonNode read(Path file) throws IOException {
    return ask(Map.of("do", "read", "file", file.toString()));
  }

  /// The same with the options in other groups.
  JsonNode read(Path file, List<String> groups) throws IOException {
    return ask(Map.of("do", "defaults", "file", file.toString(), "groups", groups));
  }

  /// Its own sample of the options in these groups.
  String sample(List<String> groups) throws IOException {
    return ask(Map.of("do", "sample", "groups", groups)).get("text").asString();
  }

  /// The options of `oslo.log`, all of `[DEFAULT]`: the name, the default and the old names of
  /// each.
  JsonNode logOptions() throws IOException {
    return ask(Map.of("do", "log_options")).get("options");
  }

  private JsonNode ask(Map<String, Object> request) throws IOException {
    requests.write(MAPPER.writeValueAsString(request));
    requests.newLine();
    requests.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException(
          "the peer has ended; are the packages python3-oslo.config and python3-oslo.log installed?");
    }
    return MAPPER.readTree(answer);
  }

  @Override
  public void close() throws IOException {
    requests.close();
    process.destroy();
  }
}
