package dev.perennial.http;

import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that is another one but for what a subclass says.
abstract class ForwardingRequest implements Request {

  private final Request request;

  ForwardingRequest(Request request) {
    this.request = request;
  }

  final Request request() {
    return request;
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String path() {
    return request.path();
  }

  @Override
  public String basePath() {
    return request.basePath();
  }

  @Override
  public <T> Optional<T> attachment(Class<T> type) {
    return request.attachment(type);
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
    return request.pathParameter(name);
  }

  @Override
  public String remoteAddress() {
    return request.remoteAddress();
  }

  @Override
  public String scheme() {
    return request.scheme();
  }

  @Override
  public Optional<X509Certificate> clientCertificate() {
    return request.clientCertificate();
  }

  @Override
  public String requestId() {
    return request.requestId();
  }

  @Override
  public void onClientGone(Runnable action) {
    request.onClientGone(action);
  }

  @Override
  public InputStream body() {
    return request.body();
  }
}
