package dev.perennial.http;

import java.util.Optional;

/// Lets only requests with a valid token pass: `X-Auth-Token`, or `Authorization: Bearer`. Others
/// are answered with 401. What follows finds the [Caller] attached to the request. Immutable.
///
/// @param validator tells valid tokens from others
public record TokenFilter(TokenValidator validator) implements Filter {

  private static final String BEARER = "bearer ";

  @Override
  public Response filter(Request request, Handler next) throws Exception {
    String token = token(request).orElseThrow(() -> refusal("a token is needed: X-Auth-Token"));
    Caller caller = validator.validate(token).orElseThrow(() -> refusal("the token is not valid"));
    return next.handle(request.with(Caller.class, caller));
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
