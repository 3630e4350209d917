/// HTTP services: handlers, routes and filters on an engine that shares its listening socket with
/// other processes and drains without losing a request.
@org.jspecify.annotations.NullMarked
module dev.perennial.http {
  requires static org.jspecify;
  requires transitive dev.perennial.service;
  requires transitive dev.perennial.tls;
  requires org.eclipse.jetty.server;
  requires org.eclipse.jetty.io;
  requires org.eclipse.jetty.http;
  requires org.eclipse.jetty.util;
  requires jdk.net;
  requires tools.jackson.databind;

  exports dev.perennial.http;

  provides dev.perennial.config.OptionProvider with
      dev.perennial.http.HttpServerOptionProvider,
      dev.perennial.http.WsgiOptionProvider;

  // The binder builds the option records.
  opens dev.perennial.http to
      dev.perennial.config;
}
