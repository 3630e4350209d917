/// Remote calls on RabbitMQ, both ways with Python's `oslo.messaging`.
///
/// - `RabbitTransport` has two `Link`s, one to publish and one to consume; each is a connection
///   that comes back by itself, and the order in which it is written to.
/// - `Publisher` gets messages confirmed; `Consumers` declares queues and consumes them again after
///   every reconnect; `Replies` has the private queue that replies come to.
/// - `Wire` reads and writes the messages, `Topology` has the names and shapes of queues, by the
///   options in [RabbitOptions].
///
/// Read `Link` first: it says which thread does what.
package dev.perennial.rpc.rabbitmq;
