package dev.perennial.service;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// On whose behalf a thread works: the identity of the request that it serves, which log records
/// and calls to other services carry.
///
/// Whoever receives requests binds it for as long as one is handled; whoever logs or calls reads
/// it. Tasks get it only from a group that was told to carry it, because a task may outlive its
/// request:
///
/// ```java
/// ScopedValue.where(RequestContext.CURRENT, RequestContext.of("req-…")).run(this::handle);
/// TaskGroup.named("copies").carrying(RequestContext.CURRENT).build();
/// ```
///
/// @param requestId of this request, in OpenStack's form `req-UUID`
/// @param globalRequestId of the first request of the chain that this one belongs to
/// @param values further facts by name, such as `user`, `project` or `domain`; no secrets, because
///   they are logged
public record RequestContext(
    String requestId, Optional<String> globalRequestId, Map<String, String> values) {

  /// The context of the current thread; not bound where no request is served.
  public static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

  /// Copies the values and keeps their order.
  public RequestContext {
    values =
        values.isEmpty()
            ? Collections.emptyMap()
            : Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// A context that knows nothing but the request.
  ///
  /// @param requestId of the request
  /// @return the context
  public static RequestContext of(String requestId) {
    return new RequestContext(requestId, Optional.empty(), Map.of());
  }

  /// {@return the context of the current thread, if it serves a request}
  public static Optional<RequestContext> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /// This context with one more fact.
  ///
  /// @param name such as `user`
  /// @param value the fact
  /// @return another context
  public RequestContext with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new RequestContext(requestId, globalRequestId, more);
  }
}
