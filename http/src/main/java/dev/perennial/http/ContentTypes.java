package dev.perennial.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.http.QuotedQualityCSV.QualityValue;

/// In which form a request is answered: by what the client says that it reads (`Accept`, RFC 9110,
/// section 12.5.1), strictly or with the leniency of Tacker's WSGI layer.
public final class ContentTypes {

  private static final String JSON = "application/json";
  private static final String ZIP = "application/zip";
  private static final List<String> OF_TACKER = List.of(JSON, "text/plain", ZIP);

  private ContentTypes() {}

  /// The form that Tacker chooses (`best_match_content_type`). The first of these that fits:
  ///
  /// 1. the path ends in `.json`: JSON;
  /// 2. the request itself is `application/json` or `application/zip`: the same;
  /// 3. `Accept` lets in `application/json`, `text/plain` or `application/zip`: the best of them;
  /// 4. JSON, whatever the client asks for.
  ///
  /// @param request the request
  /// @return a media type without parameters
  public static String bestMatch(Request request) {
    if (request.path().endsWith(".json")) {
      return JSON;
    }
    String own = ofBody(request);
    if (own.equals(JSON) || own.equals(ZIP)) {
      return own;
    }
    return best(request, OF_TACKER).orElse(JSON);
  }

  /// The best form for a client among those that a handler can make.
  ///
  /// @param request the request; without `Accept` it lets in everything
  /// @param offers media types without parameters, at least one, the dearest first: among equals
  ///   the first is taken
  /// @return one of them
  /// @throws HttpError 406 if the client reads none of them
  public static String accepted(Request request, String... offers) {
    List<String> offered = List.of(offers);
    if (request.headers("Accept").isEmpty()) {
      return offered.getFirst();
    }
    return best(request, offered)
        .orElseThrow(
            () -> new HttpError(406, "there is only " + String.join(", ", offered) + " here"));
  }

  private static String ofBody(Request request) {
    String type = request.header("Content-Type").orElse("");
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  private static Optional<String> best(Request request, List<String> offers) {
    QuotedQualityCSV accept = new QuotedQualityCSV();
    request.headers("Accept").forEach(accept::addValue);
    List<QualityValue> ranges = accept.getQualityValues();
    Optional<String> best = Optional.empty();
    double weightOfBest = 0;
    for (String offer : offers) {
      double weight = weight(offer, ranges);
      if (weight > weightOfBest) {
        best = Optional.of(offer);
        weightOfBest = weight;
      }
    }
    return best;
  }

  // The narrowest range that fits decides, also to refuse: text/plain;q=0, */*.
  private static double weight(String offer, List<QualityValue> ranges) {
    for (String range : List.of(offer, offer.substring(0, offer.indexOf('/')) + "/*", "*/*")) {
      for (QualityValue value : ranges) {
        if (value.getValue().equalsIgnoreCase(range)) {
          return value.getWeight();
        }
      }
    }
    return 0;
  }
}
