package dev.perennial.tests.interop;

import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportContract;

/// The contract of transports on a real RabbitMQ.
final class RabbitContractTest extends TransportContract {

  @Override
  protected Transport open() {
    return Broker.shared().transport();
  }
}
