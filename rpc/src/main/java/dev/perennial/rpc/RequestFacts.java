package dev.perennial.rpc;

import dev.perennial.service.RequestContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What log records say of a request, and by which keys it travels.
final class RequestFacts {

  static final String REQUEST_ID = "request_id";
  static final String TRACE = "traceparent";

  private static final String GLOBAL_REQUEST_ID = "global_request_id";
  private static final int LONGEST = 255;

  /// A fact, and the keys that senders use for it, the best one first.
  private record Fact(String name, List<String> keys) {}

  // Named one by one: among the other values of a context may be secrets.
  private static final List<Fact> FACTS =
      List.of(
          new Fact("user", List.of("user_id", "user")),
          new Fact("project", List.of("project_id", "tenant_id", "project")),
          new Fact("domain", List.of("domain_id", "domain")),
          new Fact("system_scope", List.of("system_scope")),
          new Fact("user_domain", List.of("user_domain")),
          new Fact("project_domain", List.of("project_domain")),
          new Fact(TRACE, List.of(TRACE)));

  private RequestFacts() {}

  /// @return empty without a request id, for then there is nothing to find log records by
  static Optional<RequestContext> of(RpcContext context) {
    return plain(context, REQUEST_ID).map(id -> of(id, context));
  }

  private static RequestContext of(String requestId, RpcContext context) {
    Map<String, String> values = new LinkedHashMap<>();
    // Plain loops: this is done for every request.
    for (Fact fact : FACTS) {
      for (String key : fact.keys()) {
        plain(context, key).ifPresent(value -> values.putIfAbsent(fact.name(), value));
      }
    }
    return new RequestContext(requestId, plain(context, GLOBAL_REQUEST_ID), values);
  }

  static Map<String, String> toWire(RequestContext request) {
    Map<String, String> values = new LinkedHashMap<>();
    request.values().forEach((name, value) -> values.put(key(name), value));
    values.put(REQUEST_ID, request.requestId());
    request.globalRequestId().ifPresent(id -> values.put(GLOBAL_REQUEST_ID, id));
    return values;
  }

  private static String key(String name) {
    return FACTS.stream()
        .filter(fact -> fact.name().equals(name))
        .findFirst()
        .map(fact -> fact.keys().getFirst())
        .orElse(name);
  }

  // What a peer has sent must not break lines or fill the log.
  private static Optional<String> plain(RpcContext context, String key) {
    return context
        .value(key)
        .filter(text -> !text.isEmpty() && text.length() <= LONGEST)
        .filter(RequestFacts::isOneLine);
  }

  private static boolean isOneLine(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
