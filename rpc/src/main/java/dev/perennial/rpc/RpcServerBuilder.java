package dev.perennial.rpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Describes an [RpcServer]. Not thread-safe.
public final class RpcServerBuilder {

  final Transport transport;
  final Target target;
  private final List<Object> endpoints = new ArrayList<>();
  Serializer serializer = JsonSerializer.standard();
  ErrorTypes errors = ErrorTypes.standard();
  Acknowledge acknowledge = Acknowledge.ON_START;
  int limit;
  // Callers hear why their calls were cut off. One that is gone, or a broker that is away, keeps
  // the end no longer; nor does a method that ends well nevertheless.
  Duration moment = Duration.ofSeconds(1);

  RpcServerBuilder(Transport transport, Target target) {
    target.requireTopic();
    target.requireServer();
    this.transport = transport;
    this.target = target;
    this.limit = transport.options().executorThreadPoolSize();
  }

  /// Adds an object whose methods are offered. Where several have the method that a request means,
  /// the first one runs it.
  ///
  /// @param endpoint its class or an interface of it has [Endpoint]
  /// @return this builder
  public RpcServerBuilder endpoint(Object endpoint) {
    endpoints.add(endpoint);
    return this;
  }

  /// Sets the form of values on the wire. Unset it is [JsonSerializer#standard()].
  ///
  /// @param other reads arguments and writes results
  /// @return this builder
  public RpcServerBuilder serializer(Serializer other) {
    this.serializer = other;
    return this;
  }

  /// Sets the names of exceptions on the wire. Unset they are [ErrorTypes#standard()].
  ///
  /// @param types the names
  /// @return this builder
  public RpcServerBuilder errors(ErrorTypes types) {
    this.errors = types;
    return this;
  }

  /// Sets when a request is taken off its queue. Unset that is [Acknowledge#ON_START].
  ///
  /// @param when the moment
  /// @return this builder
  public RpcServerBuilder acknowledge(Acknowledge when) {
    this.acknowledge = when;
    return this;
  }

  /// Bounds the requests that run at a time. Unset it is the option `executor_thread_pool_size`.
  ///
  /// @param most at least 1
  /// @return this builder
  public RpcServerBuilder limit(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a server runs at least one request at a time: " + most);
    }
    this.limit = most;
    return this;
  }

  /// Makes the server.
  ///
  /// @return a server that does not listen yet
  /// @throws IllegalArgumentException if there is no endpoint, or one is malformed
  public RpcServer build() {
    List<Object> all = new ArrayList<>(endpoints);
    if (transport.options().rpcPingEnabled()) {
      all.add(new PingEndpoint());
    }
    return new RpcServer(this, new EndpointTable(all));
  }
}
