package dev.perennial.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Lets scripts of other origins read answers (cross-origin resource sharing, by the Fetch
/// standard), with the settings and defaults of `oslo.middleware`. An origin that is not allowed
/// gets the plain answer, which a browser then keeps from the script.
final class CorsFilter implements Filter {

  private static final String METHODS = "OPTIONS,GET,HEAD,POST,PUT,DELETE,TRACE,PATCH";

  private final List<String> origins;
  private final boolean credentials;
  private final String exposed;
  private final String methods;
  private final String headers;
  private final String maxAge;

  private CorsFilter(PipelineSettings settings) {
    this.origins = list(settings.get("allowed_origin").orElse(""));
    this.credentials = isTrue(settings.get("allow_credentials").orElse("true"));
    this.exposed = joined(settings.get("expose_headers").orElse(""));
    this.methods = joined(settings.get("allow_methods").orElse(METHODS));
    this.headers = joined(settings.get("allow_headers").orElse(""));
    this.maxAge = seconds(settings.get("max_age").orElse("3600"));
    if (credentials && origins.contains("*")) {
      throw new IllegalArgumentException(
          "allowed_origin = * needs allow_credentials = false: otherwise every site could act for"
              + " its visitors");
    }
  }

  /// Reads `allowed_origin`, `allow_credentials`, `expose_headers`, `allow_methods`,
  /// `allow_headers` and `max_age`; lists are separated by commas.
  static Filter create(PipelineSettings settings) {
    settings.requireOnly(
        "allowed_origin",
        "allow_credentials",
        "expose_headers",
        "allow_methods",
        "allow_headers",
        "max_age");
    return new CorsFilter(settings);
  }

  @Override
  public Response filter(Request request, Handler next) throws Exception {
    Optional<String> origin = request.header("Origin").filter(this::isAllowed);
    boolean preflight =
        request.method().equals("OPTIONS")
            && request.header("Access-Control-Request-Method").isPresent();
    if (origin.isEmpty()) {
      return varied(answer(request, next));
    }
    if (preflight) {
      return preflight(request, origin.get());
    }
    Response answer = varied(answer(request, next));
    for (var header : common(origin.get()).entrySet()) {
      answer = answer.withHeader(header.getKey(), header.getValue());
    }
    return exposed.isEmpty() ? answer : answer.withHeader("Access-Control-Expose-Headers", exposed);
  }

  // A refusal gets the headers too, so that a script can read why.
  private static Response answer(Request request, Handler next) throws Exception {
    try {
      return next.handle(request);
    } catch (HttpError error) {
      return Problem.of(error, request.requestId());
    }
  }

  private Response preflight(Request request, String origin) {
    Response answer = varied(Response.empty(200));
    boolean methodIsAllowed =
        list(methods).contains(request.header("Access-Control-Request-Method").orElse(""));
    TreeSet<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    known.addAll(list(headers));
    known.addAll(
        List.of("Accept", "Accept-Language", "Content-Type", "Cache-Control", "Content-Language"));
    List<String> asked = list(request.header("Access-Control-Request-Headers").orElse(""));
    if (!methodIsAllowed || !known.containsAll(asked)) {
      return answer;
    }
    for (var header : common(origin).entrySet()) {
      answer = answer.withHeader(header.getKey(), header.getValue());
    }
    answer =
        answer
            .withHeader("Access-Control-Max-Age", maxAge)
            .withHeader("Access-Control-Allow-Methods", methods);
    return asked.isEmpty()
        ? answer
        : answer.withHeader("Access-Control-Allow-Headers", String.join(",", asked));
  }

  private Map<String, String> common(String origin) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Access-Control-Allow-Origin", origins.contains("*") ? "*" : origin);
    if (credentials) {
      headers.put("Access-Control-Allow-Credentials", "true");
    }
    return headers;
  }

  // A cache must not give the answer to one origin to another.
  private static Response varied(Response answer) {
    return answer.withAddedHeader("Vary", "Origin");
  }

  private boolean isAllowed(String origin) {
    return origins.contains("*") || origins.contains(origin);
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static String joined(String text) {
    return String.join(",", list(text));
  }

  private static boolean isTrue(String text) {
    return switch (text.toLowerCase(java.util.Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default ->
          throw new IllegalArgumentException(
              "allow_credentials must be true or false, not '" + text + "'");
    };
  }

  private static String seconds(String text) {
    try {
      return Integer.toString(Integer.parseUnsignedInt(text));
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException("max_age must be a number of seconds, not '" + text + "'");
    }
  }
}
