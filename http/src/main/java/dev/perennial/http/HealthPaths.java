package dev.perennial.http;

import dev.perennial.http.Health.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Answers for [Health], apart from the handlers of the service.
///
/// @param health the checks
/// @param obstacle why no request should come now, if so
record HealthPaths(Health health, Supplier<Optional<String>> obstacle) implements Handler {

  private static final String LIVE = "/livez";
  private static final String READY = "/readyz";
  private static final String ALL = "/healthz";

  /// Whether a path is one of these; asked for every request of the service.
  static boolean has(String path) {
    return path.endsWith("z") && (path.equals(LIVE) || path.equals(READY) || path.equals(ALL));
  }

  @Override
  public Response handle(Request request) throws InterruptedException {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw new HttpError(405, request.method() + " is not possible here, only GET, HEAD")
          .withHeader("Allow", "GET, HEAD");
    }
    String path = request.path();
    List<HealthReport.Finding> findings = new ArrayList<>();
    if (!path.equals(LIVE)) {
      findings.add(HealthReport.Finding.of(HealthReport.SERVING, obstacle.get(), 0));
    }
    findings.addAll(HealthReport.run(checks(path), health.patience()));
    return HealthReport.of(findings).response();
  }

  private List<NamedCheck> checks(String path) {
    Predicate<NamedCheck> wanted =
        switch (path) {
          case LIVE -> check -> check.countsFor(Probe.LIVE);
          case READY -> check -> check.countsFor(Probe.READY);
          default -> _ -> true;
        };
    return health.checks().stream().filter(wanted).toList();
  }
}
