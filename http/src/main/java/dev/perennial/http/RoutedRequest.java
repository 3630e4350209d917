package dev.perennial.http;

import java.util.Map;

/// A request that a router has found a route for.
final class RoutedRequest extends ForwardingRequest {

  private final Map<String, String> pathParameters;

  RoutedRequest(Request request, Map<String, String> pathParameters) {
    super(request);
    this.pathParameters = pathParameters;
  }

  @Override
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    // A router inside a route: the parameters of the outer one stay visible.
    return value != null ? value : super.pathParameter(name);
  }
}
