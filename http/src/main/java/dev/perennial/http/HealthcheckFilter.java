package dev.perennial.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Answers `/healthcheck`, as `healthcheck` of `oslo.middleware` does: the process answers, unless
/// an operator has taken it out by a file. [Health] looks at more.
///
/// @param path where it answers
/// @param disabledBy while this file exists, the answer is 503
record HealthcheckFilter(String path, Optional<Path> disabledBy) implements Filter {

  /// Reads `path`, `backends` and `disable_by_file_path`.
  static HealthcheckFilter create(PipelineSettings settings) {
    settings.requireOnly("path", "backends", "disable_by_file_path");
    String backends = settings.get("backends").orElse("");
    boolean byFile = backends.equals("disable_by_file");
    if (!byFile && !backends.isBlank()) {
      throw new IllegalArgumentException(
          "backends may be disable_by_file alone, not '" + backends + "'");
    }
    return new HealthcheckFilter(
        settings.get("path").orElse("/healthcheck"),
        byFile ? Optional.of(Path.of(settings.require("disable_by_file_path"))) : Optional.empty());
  }

  /// The same as an application, wherever it is mounted.
  static Handler app(PipelineSettings settings) {
    HealthcheckFilter check = create(settings);
    return _ -> check.answer();
  }

  @Override
  public Response filter(Request request, Handler next) throws Exception {
    String asked = request.basePath() + request.path();
    return asked.equals(path) ? answer() : next.handle(request);
  }

  private Response answer() {
    return disabledBy.filter(Files::exists).isPresent()
        ? Response.text(503, "DISABLED BY FILE")
        : Response.text(200, "OK");
  }
}
