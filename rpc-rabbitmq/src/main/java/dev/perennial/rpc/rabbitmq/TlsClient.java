package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;

/// TLS to the broker, by the options.
final class TlsClient {

  private TlsClient() {}

  static void configure(ConnectionFactory factory, RabbitOptions options) throws Exception {
    factory.useSslProtocol(javax.net.ssl.SSLContext.getDefault());
    if (options.sslEnforceHostnameVerification()) {
      factory.enableHostnameVerification();
    }
  }
}
