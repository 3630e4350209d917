package dev.perennial.http;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request. Valid until its handler has returned and the response is written; used by one
/// thread at a time.
public interface Request {

  /// The method.
  ///
  /// @return such as `GET`; as it was sent, methods are case-sensitive
  String method();

  /// The path, without the query. Dot segments are resolved and escapes decoded, but for `%2F` and
  /// `%25`, which would change what the path means.
  ///
  /// @return the path, beginning with a slash; `*` if `OPTIONS` asks for the server as a whole
  String path();

  /// What a [UrlMap] or [Router.Builder#mount(String, Handler)] has taken off the front of the
  /// path.
  ///
  /// @return such as `/v1`, without a slash at its end; empty where nothing was taken off
  default String basePath() {
    return "";
  }

  /// What a filter has found out about this request, see [#with(Class, Object)].
  ///
  /// @param <T> the type
  /// @param type the type under which it was attached
  /// @return the value, or nothing
  default <T> Optional<T> attachment(Class<T> type) {
    return Optional.empty();
  }

  /// The same request with a value for the handlers behind a filter.
  ///
  /// @param <T> the type
  /// @param type the type by which they ask for it
  /// @param value such as who the caller is
  /// @return what to give to the next handler
  default <T> Request with(Class<T> type, T value) {
    return new AttachedRequest(this, type, value);
  }

  /// All query parameters, decoded.
  ///
  /// @return the values by name, in the order in which they were sent
  /// @throws HttpError 400 if the query is malformed
  Map<String, List<String>> queryParameters();

  /// The first query parameter of a name.
  ///
  /// @param name the name
  /// @return its decoded value, or nothing
  /// @throws HttpError 400 if the query is malformed
  default Optional<String> query(String name) {
    return queryParameters().getOrDefault(name, List.of()).stream().findFirst();
  }

  /// The values of a header.
  ///
  /// @param name the name, in any case
  /// @return one value for each line with the name
  List<String> headers(String name);

  /// The first value of a header.
  ///
  /// @param name the name, in any case
  /// @return its value, or nothing
  default Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /// The decoded value of a parameter in the route's path: that of `id` for `/servers/{id}`.
  ///
  /// @param name the name in the route
  /// @return the value, never empty
  /// @throws IllegalArgumentException if the route has no such parameter
  String pathParameter(String name);

  /// Who asks: the address of the peer, or of the client that a trusted proxy names
  /// ([TrustedProxies]).
  ///
  /// @return a number, or `unix` on a UNIX socket
  String remoteAddress();

  /// What the client speaks, with this server or with a trusted proxy.
  ///
  /// @return `http` or `https`
  default String scheme() {
    return "http";
  }

  /// The certificate that the client has shown in the handshake of TLS. It is a good one: others
  /// end the handshake, also where none needs to be shown (`client_certificate = optional`).
  ///
  /// @return nothing if none was shown or asked for, or without TLS
  default Optional<X509Certificate> clientCertificate() {
    return Optional.empty();
  }

  /// The identity of this request in logs, on the response and in other services
  /// (`X-Openstack-Request-Id`). Always a new one; the id that a client sends is the global one of
  /// [dev.perennial.service.RequestContext].
  ///
  /// @return `req-` and a UUID
  String requestId();

  /// The body. Reading more of it than the service allows throws [HttpError] 413.
  ///
  /// @return the stream, always the same one; empty if there is no body
  /// @throws HttpError 413 if the body is announced to be too large
  InputStream body();

  /// Has something done once if the client goes away before it has its answer: when it closes the
  /// connection or its own side of it, or when the connection breaks. A client that closes only its
  /// own side and still waits counts as gone, but only for handlers that ask. Nothing is noticed
  /// before the body has been read to its end; reading fails then by itself. See
  /// [CancelWhenClientGoes].
  ///
  /// @param action runs on a thread of its own, within a moment
  default void onClientGone(Runnable action) {}

  /// Reads the whole body.
  ///
  /// @return what is left of the body
  /// @throws IOException if the client is lost
  /// @throws HttpError 413 if it is larger than the service allows
  default byte[] bytes() throws IOException {
    return body().readAllBytes();
  }

  /// Reads the body as one JSON value, strictly: nothing unknown, nothing converted, nothing behind
  /// it. Names of record components are in snake case in JSON.
  ///
  /// @param <T> the type
  /// @param type what the body must be, usually a record
  /// @return the value, never null
  /// @throws IOException if the client is lost
  /// @throws HttpError 415 if the body is not announced as JSON, 413 if it is too large, 400 with
  ///   the place and the reason if it is not such a value
  default <T> T json(Class<T> type) throws IOException {
    if (!Json.isJson(header("Content-Type").orElse(""))) {
      throw new HttpError(415, "the body must be application/json");
    }
    return Json.read(bytes(), type);
  }
}
