package dev.perennial.http;

import dev.perennial.service.RequestContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The trace that a client says its request belongs to, in the form of the W3C Trace Context. It is
/// passed on as it came.
final class Traces {

  static final String HEADER = "traceparent";

  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private Traces() {}

  /// The context with a trace, if that is one.
  ///
  /// @param trace the value of the header; null where there is none
  static RequestContext added(@Nullable String trace, RequestContext context) {
    return trace != null && FORM.matcher(trace).matches() ? context.with(HEADER, trace) : context;
  }
}
