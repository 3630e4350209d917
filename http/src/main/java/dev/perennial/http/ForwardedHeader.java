package dev.perennial.http;

/// The header by which a proxy says for whom it asks. Only this one is read: a proxy passes the
/// other on as its client wrote it.
public enum ForwardedHeader {
  /// `X-Forwarded-For`, with `X-Forwarded-Proto` for the scheme, which most proxies write.
  X_FORWARDED_FOR,
  /// `Forwarded` (RFC 7239), which has both.
  FORWARDED
}
