package dev.perennial.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A request without a connection.
record TestRequest(String method, String path, Map<String, String> headers, String text)
    implements Request {

  static TestRequest of(String method, String path) {
    return new TestRequest(method, path, Map.of(), "");
  }

  static TestRequest json(String text) {
    return new TestRequest("POST", "/", Map.of("Content-Type", "application/json"), text);
  }

  @Override
  public Map<String, List<String>> queryParameters() {
    return Map.of();
  }

  @Override
  public List<String> headers(String name) {
    return headers.containsKey(name) ? List.of(headers.get(name)) : List.of();
  }

  @Override
  public String pathParameter(String name) {
    throw new IllegalArgumentException("the route has no parameter " + name);
  }

  @Override
  public String remoteAddress() {
    return "unix";
  }

  @Override
  public String requestId() {
    return "req-test";
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
