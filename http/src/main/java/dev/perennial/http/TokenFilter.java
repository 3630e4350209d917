package dev.perennial.http;

import dev.perennial.service.RequestContext;
import java.util.Optional;

/// Lets only requests with a valid token pass: `X-Auth-Token`, or `Authorization: Bearer`. Others
/// are answered with 401. What follows finds the [Caller] attached to the request, and its log
/// records and remote calls name user and project. Immutable.
///
/// @param validator tells valid tokens from others
public record TokenFilter(TokenValidator validator) implements Filter {

  private static final String BEARER = "bearer ";

  @Override
  public Response filter(Request request, Handler next) throws Exception {
    String token = token(request).orElseThrow(() -> refusal("a token is needed: X-Auth-Token"));
    Caller caller = validator.validate(token).orElseThrow(() -> refusal("the token is not valid"));
    Request known = request.with(Caller.class, caller);
    return ScopedValue.where(RequestContext.CURRENT, context(request, caller))
        .call(() -> next.handle(known));
  }

  private static RequestContext context(Request request, Caller caller) {
    RequestContext context =
        RequestContext.current()
            .orElseGet(() -> RequestContext.of(request.requestId()))
            .with("user", caller.userId());
    return caller.projectId().isEmpty() ? context : context.with("project", caller.projectId());
  }

  private static Optional<String> token(Request request) {
    return request
        .header("X-Auth-Token")
        .or(() ->
            request
                .header("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip()))
        .filter(token -> !token.isEmpty());
  }

  private static HttpError refusal(String detail) {
    return new HttpError(401, detail).withHeader("WWW-Authenticate", "Bearer");
  }
}
