/// A message broker inside the program, so that it runs where no broker is installed.
///
/// [EmbeddedBroker] is a service of its own worker: Apache Qpid Broker-J on the loopback interface,
/// with a port and a password made up at its first start. It leaves both in a file that only the
/// user of the program can read; whoever has `transport_url = embedded:` and may read that file
/// finds it there, in the same program or in another one.
///
/// What is queued lives in memory and ends with the broker's process.
@org.jspecify.annotations.NullMarked
package dev.perennial.rpc.embedded;
