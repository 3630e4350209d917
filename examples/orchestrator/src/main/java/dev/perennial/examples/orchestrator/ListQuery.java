package dev.perennial.examples.orchestrator;

import dev.perennial.http.HttpError;
import dev.perennial.http.Request;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which instances a client wants to see: `?limit=20&marker=ID&state=ACTIVE`, each of them optional
/// and given once.
///
/// @param limit how many on a page
/// @param marker id of the last one of the page before
/// @param state only instances in it
record ListQuery(int limit, Optional<String> marker, Optional<VnfInstance.State> state) {

  private static final int DEFAULT_LIMIT = 100;
  private static final BigInteger LARGEST_LIMIT = BigInteger.valueOf(1000);
  private static final Pattern AT_LEAST_ONE = Pattern.compile("0*[1-9][0-9]*");
  private static final List<String> NAMES = List.of("limit", "marker", "state");

  // Of deleted ones clients see nothing.
  private static final Set<VnfInstance.State> SHOWN =
      EnumSet.complementOf(EnumSet.of(VnfInstance.State.DELETED));

  /// @throws HttpError 400 naming the parameter
  static ListQuery of(Request request) {
    requireOnly(NAMES, request);
    return new ListQuery(
        request.query("limit").map(ListQuery::limit).orElse(DEFAULT_LIMIT),
        request.query("marker").map(ListQuery::marker),
        request.query("state").map(ListQuery::state));
  }

  /// A misspelt filter must not look like one that everything fits.
  ///
  /// @throws HttpError 400 naming the parameter
  static void requireOnly(List<String> names, Request request) {
    for (Map.Entry<String, List<String>> parameter : request.queryParameters().entrySet()) {
      String name = parameter.getKey();
      if (!names.contains(name)) {
        String known = names.isEmpty() ? "there are none here" : String.join(", ", names);
        throw new HttpError(400, "unknown query parameter '" + name + "'; known: " + known);
      }
      if (parameter.getValue().size() > 1) {
        throw new HttpError(400, "query parameter '" + name + "' is given more than once");
      }
    }
  }

  /// The query of the page that follows.
  String behind(VnfInstance last) {
    String query = "?limit=" + limit + "&marker=" + last.id();
    return state.map(only -> query + "&state=" + only).orElse(query);
  }

  // However large: a client that wants everything may say so.
  private static int limit(String text) {
    if (!AT_LEAST_ONE.matcher(text).matches()) {
      throw new HttpError(400, "'limit' must be a number of at least 1, not '" + text + "'");
    }
    return new BigInteger(text).min(LARGEST_LIMIT).intValue();
  }

  private static String marker(String text) {
    if (!InstanceIds.isId(text)) {
      throw new HttpError(400, "'marker' must be the id of an instance, not '" + text + "'");
    }
    return text;
  }

  private static VnfInstance.State state(String text) {
    return SHOWN.stream()
        .filter(state -> state.name().equals(text))
        .findFirst()
        .orElseThrow(
            () -> new HttpError(400, "'state' must be one of " + SHOWN + ", not '" + text + "'"));
  }
}
