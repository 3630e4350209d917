package dev.perennial.http;

import java.io.InputStream;
import java.util.List;
import java.util.Map;

/// A request that a router has found a route for.
record RoutedRequest(Request request, Map<String, String> pathParameters) implements Request {

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String path() {
    return request.path();
  }

  @Override
  public Map<String, List<String>> queryParameters() {
    return request.queryParameters();
  }

  @Override
  public List<String> headers(String name) {
    return request.headers(name);
  }

  @Override
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    // A router inside a route: the parameters of the outer one stay visible.
    return value != null ? value : request.pathParameter(name);
  }

  @Override
  public String remoteAddress() {
    return request.remoteAddress();
  }

  @Override
  public String requestId() {
    return request.requestId();
  }

  @Override
  public InputStream body() {
    return request.body();
  }
}
