package dev.perennial.http;

/// Takes off the part of the path that a proxy has put before it, as `egg:PasteDeploy#prefix` does.
/// Who the client is says [TrustedProxies], for every service and not for one pipeline.
///
/// @param prefix begins with a slash and ends with none; empty takes nothing off
record PrefixFilter(String prefix) implements Filter {

  /// Reads `prefix`.
  static Filter create(PipelineSettings settings) {
    for (String key : new String[] {"force_port", "scheme"}) {
      if (settings.get(key).isPresent()) {
        throw new IllegalArgumentException(
            "'" + key + "' is not offered; a proxy says it, see trusted_proxies in [http]");
      }
    }
    settings.requireOnly("prefix");
    String text = settings.get("prefix").orElse("/");
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("prefix must begin with a slash, not '" + text + "'");
    }
    return new PrefixFilter(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  @Override
  public Response filter(Request request, Handler next) throws Exception {
    String path = request.path();
    boolean isBelow = path.equals(prefix) || path.startsWith(prefix + "/");
    return next.handle(isBelow ? new MountedRequest(request, path, prefix) : request);
  }
}
