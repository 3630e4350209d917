package dev.perennial.rpc.embedded;

import dev.perennial.rpc.Delivery;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.IncomingNotification;
import dev.perennial.rpc.IncomingRequest;
import dev.perennial.rpc.Notification;
import dev.perennial.rpc.NotificationInterest;
import dev.perennial.rpc.Reply;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.RpcRequest;
import dev.perennial.rpc.Subscription;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A transport to the embedded broker, whose address is looked up when it is used first: the broker
/// may start after this was made.
final class EmbeddedTransport implements Transport {

  private static final TransportStatus UNUSED =
      new TransportStatus(false, Optional.empty(), 0, 0, 0, 0, 0, 0, List.of());

  private final RpcOptions options;
  private final Supplier<Transport> opener;
  private final ReentrantLock lock = new ReentrantLock();

  // NEW ──first use──► OPEN ──close──► CLOSED ◄──close── NEW. Guarded by the lock.
  private Optional<Transport> opened = Optional.empty();
  private boolean closed;

  EmbeddedTransport(RpcOptions options, Supplier<Transport> opener) {
    this.options = options;
    this.opener = opener;
  }

  @Override
  public RpcOptions options() {
    return options;
  }

  @Override
  public void cast(Target target, RpcRequest request, Delivery delivery)
      throws InterruptedException {
    broker().cast(target, request, delivery);
  }

  @Override
  public Reply call(Target target, RpcRequest request, Delivery delivery)
      throws InterruptedException {
    return broker().call(target, request, delivery);
  }

  @Override
  public Subscription listen(Target target, int window, Consumer<IncomingRequest> consumer) {
    return broker().listen(target, window, consumer);
  }

  @Override
  public void notify(Target target, Notification notification, boolean enveloped, Delivery delivery)
      throws InterruptedException {
    broker().notify(target, notification, enveloped, delivery);
  }

  @Override
  public Subscription listen(
      NotificationInterest request, Consumer<IncomingNotification> consumer) {
    return broker().listen(request, consumer);
  }

  @Override
  public TransportStatus status() {
    lock.lock();
    try {
      return opened.map(Transport::status).orElse(UNUSED);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    markClosed().ifPresent(Transport::close);
  }

  // The farewell to a broker may take long, and how the transport stands can be asked meanwhile.
  private Optional<Transport> markClosed() {
    lock.lock();
    try {
      closed = true;
      return opened;
    } finally {
      lock.unlock();
    }
  }

  private Transport broker() {
    lock.lock();
    try {
      if (opened.isPresent()) {
        return opened.get();
      }
      if (closed) {
        throw new DeliveryException("the transport is closed");
      }
      Transport transport = opener.get();
      opened = Optional.of(transport);
      return transport;
    } finally {
      lock.unlock();
    }
  }
}
