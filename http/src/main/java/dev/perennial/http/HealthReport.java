package dev.perennial.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The body of an answer about [Health].
///
/// @param status `ok` if all checks are
/// @param checks what each has found out
record HealthReport(String status, List<Finding> checks) {

  /// The name under which the state of the service itself is reported.
  static final String SERVING = "serving";

  private static final String OK = "ok";
  private static final String FAILED = "failed";

  /// @param detail why it has failed
  /// @param seconds how long it took
  record Finding(String name, String status, String detail, double seconds) {

    static Finding of(String name, Optional<String> failure, long nanos) {
      return new Finding(
          name, failure.isPresent() ? FAILED : OK, failure.orElse(""), nanos / 1_000 / 1e6);
    }

    boolean isOk() {
      return status.equals(OK);
    }
  }

  private record Run(NamedCheck check, CompletableFuture<NamedCheck.Result> result) {}

  static HealthReport of(List<Finding> findings) {
    return new HealthReport(findings.stream().allMatch(Finding::isOk) ? OK : FAILED, findings);
  }

  /// Runs all checks at the same time.
  ///
  /// @param patience how long to wait for all of them together
  static List<Finding> run(List<NamedCheck> checks, Duration patience) throws InterruptedException {
    long begin = System.nanoTime();
    List<Run> runs = checks.stream().map(check -> new Run(check, check.run())).toList();
    List<Finding> findings = new ArrayList<>();
    for (Run run : runs) {
      findings.add(await(run, patience, begin));
    }
    return findings;
  }

  private static Finding await(Run run, Duration patience, long begin) throws InterruptedException {
    String name = run.check().name();
    long left = patience.toNanos() - (System.nanoTime() - begin);
    try {
      NamedCheck.Result result = run.result().get(Math.max(0, left), TimeUnit.NANOSECONDS);
      return Finding.of(name, result.failure(), result.nanos());
    } catch (TimeoutException late) {
      String failure = "no result within " + patience.toMillis() + " ms";
      return Finding.of(name, Optional.of(failure), System.nanoTime() - begin);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  boolean isOk() {
    return status.equals(OK);
  }

  Response response() {
    return Response.json(isOk() ? 200 : 503, this).withHeader("Cache-Control", "no-store");
  }
}
