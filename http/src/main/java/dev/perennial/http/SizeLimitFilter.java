package dev.perennial.http;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Refuses bodies above a limit with 413, as `sizelimit` of `oslo.middleware` does.
///
/// @param most bytes
record SizeLimitFilter(long most) implements Filter {

  private static final String DEFAULT = "114688";

  /// Reads `max_request_body_size`, in bytes.
  static Filter create(PipelineSettings settings) {
    settings.requireOnly("max_request_body_size");
    String text = settings.get("max_request_body_size").orElse(DEFAULT);
    try {
      return new SizeLimitFilter(Long.parseUnsignedLong(text));
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(
          "max_request_body_size must be a number of bytes, not '" + text + "'");
    }
  }

  @Override
  public Response filter(Request request, Handler next) throws Exception {
    request.header("Content-Length").ifPresent(this::check);
    return next.handle(new Limited(request, most));
  }

  private void check(String length) {
    if (Long.parseLong(length) > most) {
      throw LimitedBody.tooLarge(most);
    }
  }

  private static final class Limited extends ForwardingRequest {

    private final long most;
    private @Nullable InputStream body;

    Limited(Request request, long most) {
      super(request);
      this.most = most;
    }

    @Override
    public InputStream body() {
      InputStream stream = body;
      if (stream == null) {
        stream = new LimitedBody(request().body(), most);
        body = stream;
      }
      return stream;
    }
  }
}
