package dev.perennial.rpc;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.RequestContext;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;

/// Who asks, for which request, and until when: what travels with every message beside its
/// arguments.
///
/// The runtime binds the context of a request while its method runs; calls made there carry it on,
/// and end by its deadline at the latest. Log records have the request id and who asks, because
/// they are bound as [RequestContext] too; and a call on behalf of a request of another kind, such
/// as an HTTP request, carries the id of that one.
///
/// Immutable.
public final class RpcContext {

  private static final ScopedValue<RpcContext> CURRENT = ScopedValue.newInstance();
  private static final RpcContext EMPTY = new RpcContext(Map.of(), Deadline.never());
  private static final Set<String> MASKED = Set.of("auth_token", "password", "trust_id");

  private final Map<String, Object> values;
  private final Deadline deadline;

  // The values are nobody else's.
  private RpcContext(Map<String, Object> values, Deadline deadline) {
    this.values = Collections.unmodifiableMap(values);
    this.deadline = deadline;
  }

  /// A context without values and deadline.
  ///
  /// @return always the same object
  public static RpcContext empty() {
    return EMPTY;
  }

  /// A context with values.
  ///
  /// @param values anything that JSON can say, by key
  /// @return the context
  public static RpcContext of(Map<String, ?> values) {
    return new RpcContext(new LinkedHashMap<>(values), Deadline.never());
  }

  /// The context of the request that the calling thread works on.
  ///
  /// @return the bound context, else what [RequestContext#CURRENT] knows, else [#empty()]
  public static RpcContext current() {
    return CURRENT.isBound()
        ? CURRENT.get()
        : RequestContext.current().map(RequestFacts::toWire).map(RpcContext::of).orElse(EMPTY);
  }

  /// Runs something in this context.
  ///
  /// @param body what to run
  /// @param <T> what it gives
  /// @return what it gave
  /// @throws Exception what it threw
  public <T> T call(Callable<T> body) throws Exception {
    return bound().call(body::call);
  }

  void run(Runnable body) {
    bound().run(body);
  }

  private ScopedValue.Carrier bound() {
    ScopedValue.Carrier carrier = ScopedValue.where(CURRENT, this);
    return RequestFacts.of(this)
        .map(facts -> carrier.where(RequestContext.CURRENT, facts))
        .orElse(carrier);
  }

  /// The values.
  ///
  /// @return unmodifiable
  public Map<String, Object> values() {
    return values;
  }

  /// One value as text.
  ///
  /// @param key its key
  /// @return the text; empty when there is none
  public Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key)).map(Object::toString);
  }

  /// The id by which log lines of all programs that work on one request are found.
  ///
  /// @return the value of `request_id`
  public Optional<String> requestId() {
    return value(RequestFacts.REQUEST_ID);
  }

  /// Who asks.
  ///
  /// @return the value of `user_id`, else of `user`
  public Optional<String> userId() {
    return value("user_id").or(() -> value("user"));
  }

  /// The trace that the request belongs to, in the form of the W3C Trace Context.
  ///
  /// @return the value of `traceparent`
  public Optional<String> trace() {
    return value(RequestFacts.TRACE);
  }

  /// When the caller gives up.
  ///
  /// @return the deadline; never-ending when unknown
  public Deadline deadline() {
    return deadline;
  }

  /// The same with one more or another value.
  ///
  /// @param key its key
  /// @param value anything that JSON can say
  /// @return the changed context
  public RpcContext with(String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.put(key, value);
    return new RpcContext(changed, deadline);
  }

  /// The same with another deadline.
  ///
  /// @param end when the caller gives up
  /// @return the changed context
  public RpcContext withDeadline(Deadline end) {
    return new RpcContext(values, end);
  }

  /// The same with a request id: if there is none, that of the [RequestContext] of the calling
  /// thread, or else a new one.
  ///
  /// @return a context whose [#requestId()] is present
  public RpcContext withRequestId() {
    return requestId().isPresent()
        ? this
        : with(
            RequestFacts.REQUEST_ID,
            RequestContext.current()
                .map(RequestContext::requestId)
                .orElseGet(() -> "req-" + UUID.randomUUID()));
  }

  /// {@return the values, those of secrets masked}
  @Override
  public String toString() {
    Map<String, Object> shown = new TreeMap<>(values);
    shown.replaceAll((key, value) -> MASKED.contains(key) ? "****" : value);
    return "context " + shown;
  }
}
