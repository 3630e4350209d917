package dev.perennial.http;

/// How much of everything an HTTP service takes.
///
/// @param bodyBytes the largest body of a request; more is answered with 413
/// @param headerLineBytes the longest header line with its name (`max_header_line`); a longer one
///   is answered with 431, and so are all together if they are larger than 64 KiB and this
/// @param headers how many header lines a request may have; more are answered with 431
/// @param urlBytes the longest request line with method and version; a longer one is answered with
///   414
/// @param concurrentRequests how many requests are handled at the same time
///   (`wsgi_default_pool_size`); more wait in their order. One that waits for its client does not
///   count
/// @param waitingRequests how many requests may wait; more are answered with 503 at once
/// @param collectedBytes how much memory the bodies may take that are held at the same time, over
///   all requests; a body that has no room is answered with 503. One that is alone always has, and
///   one that is read piece by piece needs none. What handlers make of a body does not count
public record HttpLimits(
    long bodyBytes,
    int headerLineBytes,
    int headers,
    int urlBytes,
    int concurrentRequests,
    int waitingRequests,
    long collectedBytes) {

  /// Bodies up to 1 MiB, 100 header lines of up to 16384 bytes, request lines up to 8192, 100
  /// requests at the same time and 1000 waiting.
  public static final HttpLimits DEFAULTS = new HttpLimits(1 << 20, 16384, 8192, 100, 1000);

  private static final int HEAD_BYTES = 65536;
  private static final int HEADERS = 100;

  /// Limits with a hundred header lines and a quarter of the heap for bodies.
  ///
  /// @param bodyBytes see above
  /// @param headerLineBytes see above
  /// @param urlBytes see above
  /// @param concurrentRequests see above
  /// @param waitingRequests see above
  public HttpLimits(
      long bodyBytes,
      int headerLineBytes,
      int urlBytes,
      int concurrentRequests,
      int waitingRequests) {
    this(
        bodyBytes,
        headerLineBytes,
        HEADERS,
        urlBytes,
        concurrentRequests,
        waitingRequests,
        Runtime.getRuntime().maxMemory() / 4);
  }

  /// Checks the ranges.
  public HttpLimits {
    atLeast("bodyBytes", bodyBytes, 0);
    atLeast("headerLineBytes", headerLineBytes, 256);
    atLeast("headers", headers, 1);
    atLeast("urlBytes", urlBytes, 64);
    atLeast("concurrentRequests", concurrentRequests, 1);
    atLeast("waitingRequests", waitingRequests, 0);
    atLeast("collectedBytes", collectedBytes, 0);
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
