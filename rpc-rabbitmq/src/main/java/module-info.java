/// Remote calls on RabbitMQ, with the messages and queues of `oslo.messaging`.
@org.jspecify.annotations.NullMarked
module dev.perennial.rpc.rabbitmq {
  requires static org.jspecify;
  requires transitive dev.perennial.rpc;
  requires com.rabbitmq.client;
  requires dev.perennial.tls;

  exports dev.perennial.rpc.rabbitmq;

  // The binder builds the option record.
  opens dev.perennial.rpc.rabbitmq to
      dev.perennial.config;

  provides dev.perennial.rpc.TransportProvider with
      dev.perennial.rpc.rabbitmq.RabbitTransportProvider;
}
