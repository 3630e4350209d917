package dev.perennial.http;

/// How much of everything an HTTP service takes.
///
/// @param bodyBytes the largest body of a request; more is answered with 413
/// @param headerLineBytes the longest header line with its name (`max_header_line`); a longer one
///   is answered with 431, and so are all together if they are larger than 64 KiB and this
/// @param urlBytes the longest request line with method and version; a longer one is answered with
///   414
/// @param concurrentRequests how many requests are handled at the same time
///   (`wsgi_default_pool_size`); more wait in their order. One that waits for its client does not
///   count
/// @param waitingRequests how many requests may wait; more are answered with 503 at once
public record HttpLimits(
    long bodyBytes,
    int headerLineBytes,
    int urlBytes,
    int concurrentRequests,
    int waitingRequests) {

  /// Bodies up to 1 MiB, header lines up to 16384 bytes, request lines up to 8192, 100 requests at
  /// the same time and 1000 waiting.
  public static final HttpLimits DEFAULTS = new HttpLimits(1 << 20, 16384, 8192, 100, 1000);

  private static final int HEAD_BYTES = 65536;

  /// Checks the ranges.
  public HttpLimits {
    atLeast("bodyBytes", bodyBytes, 0);
    atLeast("headerLineBytes", headerLineBytes, 256);
    atLeast("urlBytes", urlBytes, 64);
    atLeast("concurrentRequests", concurrentRequests, 1);
    atLeast("waitingRequests", waitingRequests, 0);
  }

  /// The request line with all headers.
  int headBytes() {
    return HEAD_BYTES + headerLineBytes + urlBytes;
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
    }
  }
}
