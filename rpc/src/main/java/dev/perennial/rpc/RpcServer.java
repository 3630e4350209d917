package dev.perennial.rpc;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.Activity;
import dev.perennial.service.Service;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/// Runs the methods of endpoints for callers anywhere on the bus.
///
/// ```java
/// RpcServer server = RpcServer.builder(transport, Target.of("conductor").withServer(host))
///     .endpoint(manager)
///     .build();
/// server.start();
/// …
/// server.drain(Deadline.after(ofSeconds(60)));
/// ```
///
/// A server hears what is sent to its topic, to itself and to all servers of the topic. Each
/// request runs on a virtual thread of its own, at most [RpcServerBuilder#limit(int)] at a time;
/// more wait in the broker, where another server may take them. A request whose caller has given up
/// is dropped.
///
/// It is a [Service], so a program may launch it as it is. Thread-safe; each method may be called
/// in any state and any number of times.
public final class RpcServer implements Service {

  // NEW ──start──► STARTING ──the broker is there──► LISTENING ──drain──► DRAINING ──stop──►
  // STOPPED
  //                    └───drain or stop, or it fails──────└────────stop──────────────────────┘
  // From STOPPED start leads to STARTING again.
  // STARTING: the transport sets up the subscription, which may wait for the broker without end.
  // LISTENING: requests are run. DRAINING: the consumer is cancelled, what had not begun is given
  // back, what runs goes on and is answered. STOPPED: the rest was interrupted, the subscription is
  // closed. The lock guards the transitions; `requests` does the counting.
  private enum State {
    NEW,
    STARTING,
    LISTENING,
    DRAINING,
    STOPPED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Transport transport;
  private final Target target;
  private final RunningRequests requests;
  private final AtomicReference<Optional<Subscription>> subscription =
      new AtomicReference<>(Optional.empty());
  private State state = State.NEW;
  // The one in start(), as long as it may be interrupted. Guarded by the lock.
  private Optional<Thread> starter = Optional.empty();

  RpcServer(RpcServerBuilder builder, EndpointTable endpoints) {
    this.transport = builder.transport;
    this.target = builder.target;
    RequestRunner runner =
        new RequestRunner(endpoints, builder.serializer, builder.errors, builder.acknowledge);
    this.requests = new RunningRequests(runner, target.requireTopic(), builder.limit);
  }

  /// Describes a server.
  ///
  /// @param transport how messages travel
  /// @param target topic and server name, and maybe an exchange
  /// @return a builder
  /// @throws InvalidTargetException if topic or server are missing
  public static RpcServerBuilder builder(Transport transport, Target target) {
    return new RpcServerBuilder(transport, target);
  }

  /// Where it listens.
  ///
  /// @return topic and server
  public Target target() {
    return target;
  }

  @Override
  public String name() {
    return "rpc-" + target.requireTopic().replace('_', '-');
  }

  /// Declares its queues and begins to consume; waits for the broker as long as that takes. Does
  /// nothing if it listens already, or another thread has it begin.
  ///
  /// @throws DeliveryException if the broker refuses the queues
  /// @throws RpcInterruptedException if the server is stopped or the thread is interrupted first
  @Override
  public void start() {
    if (begin()) {
      Optional<Subscription> fresh = Optional.empty();
      try {
        fresh = Optional.of(transport.listen(target, requests.limit(), requests::offer));
      } finally {
        begun(fresh);
      }
    }
  }

  /// Cancels the consumers, gives back what has not begun, and waits until every method has ended
  /// and every reply is sent.
  ///
  /// @param deadline how long to wait at most
  /// @throws InterruptedException if the thread is interrupted
  @Override
  public void drain(Deadline deadline) throws InterruptedException {
    lock.lock();
    try {
      if (state == State.STARTING) {
        halt();
      } else if (state == State.LISTENING) {
        state = State.DRAINING;
        requests.close();
      }
    } finally {
      lock.unlock();
    }
    Optional<Subscription> consuming = subscription.get();
    if (consuming.isPresent()) {
      consuming.get().cancel(deadline);
      requests.leave();
    }
    requests.awaitEnd(deadline);
  }

  /// Interrupts the methods that still run and gives up the subscription. A request that was not
  /// acknowledged goes to another server.
  @Override
  public void stop() {
    lock.lock();
    try {
      halt();
    } finally {
      lock.unlock();
    }
    requests.interrupt();
    requests.giveBack();
    subscription.getAndSet(Optional.empty()).ifPresent(Subscription::close);
  }

  @Override
  public boolean awaitStopped(Deadline deadline) throws InterruptedException {
    return requests.awaitEnd(deadline);
  }

  @Override
  public Activity activity() {
    return requests.activity();
  }

  private boolean begin() {
    lock.lock();
    try {
      if (state != State.NEW && state != State.STOPPED) {
        return false;
      }
      state = State.STARTING;
      starter = Optional.of(Thread.currentThread());
      requests.open();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void begun(Optional<Subscription> fresh) {
    if (settles(fresh)) {
      return;
    }
    // The interrupt was for this start only.
    Thread.interrupted();
    if (fresh.isPresent()) {
      fresh.get().close();
      throw new RpcInterruptedException(name() + " was stopped while it started");
    }
  }

  // False for a start that was cancelled; another one may be under way.
  private boolean settles(Optional<Subscription> fresh) {
    lock.lock();
    try {
      if (!starter.equals(Optional.of(Thread.currentThread()))) {
        return false;
      }
      starter = Optional.empty();
      if (fresh.isPresent()) {
        subscription.set(fresh);
        state = State.LISTENING;
      } else {
        halt();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  // Called with the lock held.
  private void halt() {
    state = State.STOPPED;
    requests.close();
    starter.ifPresent(Thread::interrupt);
    starter = Optional.empty();
  }
}
