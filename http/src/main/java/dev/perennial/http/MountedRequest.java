package dev.perennial.http;

/// A request as the application sees it that stands below a part of the path.
final class MountedRequest extends ForwardingRequest {

  private final String basePath;
  private final String path;

  /// @param prefix what is taken off the path, which begins with it; without a slash at its end
  MountedRequest(Request request, String path, String prefix) {
    super(request);
    String rest = path.substring(prefix.length());
    this.basePath = request.basePath() + prefix;
    this.path = rest.isEmpty() ? "/" : rest;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String basePath() {
    return basePath;
  }
}
