package dev.perennial.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a service knows of its own health, by named checks.
///
/// ```java
/// HttpService.builder("api")
///     .health(
///         Health.builder()
///             .check("templates", templates::requireLoaded, Health.Probe.READY)
///             .check("conductor", conductor::ping)
///             .build())
/// ```
///
/// | path | status 200 means | checks |
/// |---|---|---|
/// | `/livez` | the process works; if not, replace it | those of [Probe#LIVE] |
/// | `/readyz` | send it requests | those of [Probe#READY]; never while it starts or drains |
/// | `/healthz` | everything is well | all |
///
/// Otherwise the status is 503. These paths are answered before any filter and outside the limit of
/// concurrent requests, so that a busy worker is not taken for a dead one. The body says it in
/// detail:
///
/// ```
/// {"status": "failed", "checks": [
///   {"name": "serving", "status": "ok", "detail": "", "seconds": 0.0},
///   {"name": "conductor", "status": "failed", "detail": "no conductor is up", "seconds": 0.013}]}
/// ```
///
/// A check runs when somebody asks, beside the others; who asks while it runs gets the same result.
/// What every worker needs and no worker can mend, such as a database, belongs to neither probe: it
/// would take all workers away at once, and clients would get no answer instead of an error.
public final class Health {

  /// Who acts on a check.
  public enum Probe {
    /// Whoever replaces a process that does not work any more.
    LIVE,
    /// Whoever sends requests only to processes that can answer them.
    READY
  }

  /// The name under which a service with TLS reports its certificate.
  static final String CERTIFICATE = "certificate";

  private static final Set<String> RESERVED = Set.of(HealthReport.SERVING, CERTIFICATE);

  private final List<NamedCheck> checks;
  private final Duration patience;

  private Health(List<NamedCheck> checks, Duration patience) {
    this.checks = List.copyOf(checks);
    this.patience = patience;
  }

  /// The same with one more check, for `/healthz` alone.
  Health with(String name, HealthCheck check) {
    List<NamedCheck> more = new ArrayList<>(checks);
    more.add(new NamedCheck(name, check, Set.of()));
    return new Health(more, patience);
  }

  /// Begins without checks.
  ///
  /// @return the builder
  public static Builder builder() {
    return new Builder();
  }

  List<NamedCheck> checks() {
    return checks;
  }

  Duration patience() {
    return patience;
  }

  /// Collects checks. For one thread.
  public static final class Builder {

    private final List<NamedCheck> checks = new ArrayList<>();
    private Duration patience = Duration.ofSeconds(2);

    private Builder() {}

    /// Adds a check, which counts for `/healthz` and for what else is named.
    ///
    /// @param name what is checked, in small letters, digits and hyphens; each once
    /// @param check looks
    /// @param probes who else acts on it
    /// @return this builder
    /// @throws IllegalArgumentException if the name is malformed or known
    public Builder check(String name, HealthCheck check, Probe... probes) {
      if (!name.matches("[a-z][a-z0-9-]*") || RESERVED.contains(name)) {
        throw new IllegalArgumentException("'" + name + "' cannot be the name of a check");
      }
      if (checks.stream().anyMatch(other -> other.name().equals(name))) {
        throw new IllegalArgumentException("two checks are called " + name);
      }
      Set<Probe> all = EnumSet.noneOf(Probe.class);
      all.addAll(List.of(probes));
      checks.add(new NamedCheck(name, check, all));
      return this;
    }

    /// Sets how long an answer waits for the checks; 2 seconds without this call. One that takes
    /// longer has failed. It is not broken off, and not run again before it has ended.
    ///
    /// @param limit how long, more than zero
    /// @return this builder
    /// @throws IllegalArgumentException if it is not more than zero
    public Builder patience(Duration limit) {
      if (!limit.isPositive()) {
        throw new IllegalArgumentException("patience must be more than zero, not " + limit);
      }
      patience = limit;
      return this;
    }

    /// Makes it.
    ///
    /// @return the checks
    public Health build() {
      return new Health(checks, patience);
    }
  }
}
