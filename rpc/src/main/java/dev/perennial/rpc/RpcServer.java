package dev.perennial.rpc;

import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Failures;
import dev.perennial.schedule.Timers;
import dev.perennial.service.Activity;
import dev.perennial.service.Service;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc");

  private final Transport transport;
  private final Target target;
  private final RunningRequests requests;
  private final Duration moment;
  private final Listening listening = new Listening();

  RpcServer(RpcServerBuilder builder, EndpointTable endpoints) {
    this.transport = builder.transport;
    this.target = builder.target;
    this.moment = builder.moment;
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
    listening.start(
        requests::open, () -> transport.listen(target, requests.limit(), requests::offer));
  }

  /// Cancels the consumers, gives back what has not begun, and waits until every method has ended
  /// and every reply is sent.
  ///
  /// @param deadline how long to wait at most
  /// @throws InterruptedException if the thread is interrupted
  @Override
  public void drain(Deadline deadline) throws InterruptedException {
    Optional<Subscription> consuming = listening.cancelStart(requests::close);
    if (consuming.isPresent()) {
      consuming.get().cancel(deadline);
      requests.leave();
    }
    requests.awaitEnd(deadline);
  }

  /// Interrupts the methods that still run and gives up the subscription. A request that was not
  /// acknowledged goes to another server, unless its method ends well within a second: that is
  /// acknowledged and answered. The caller of one that was acknowledged hears of a failure. For
  /// both the transport is needed until [#awaitStopped(Deadline)] has returned.
  @Override
  public void stop() {
    Optional<Subscription> last = listening.end(requests::close);
    requests.interrupt(Deadline.after(moment));
    if (last.isPresent()) {
      leave(last.get());
    } else {
      requests.giveBack();
    }
  }

  // The end of the subscription gives back what runs and is the broker's, so it has to wait.
  private void leave(Subscription last) {
    try {
      cancelNow(last);
      requests.leave();
    } finally {
      CompletableFuture<Boolean> ended = requests.ended();
      if (ended.isDone()) {
        last.close();
      } else {
        ended.thenRun(() -> close(last));
        Timers.system().after(moment, () -> ended.complete(false));
      }
    }
  }

  private static void close(Subscription last) {
    try {
      last.close();
    } catch (RuntimeException failure) {
      Failures.log(LOG, "the end of a subscription", failure);
    }
  }

  private static void cancelNow(Subscription last) {
    try {
      last.cancel(Deadline.after(Duration.ZERO));
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until every method has ended and every reply is sent; after a stop for replies no longer
  /// than a second.
  ///
  /// @param deadline how long to wait at most
  /// @return whether that is so
  /// @throws InterruptedException if the thread is interrupted
  @Override
  public boolean awaitStopped(Deadline deadline) throws InterruptedException {
    return requests.awaitEnd(deadline);
  }

  @Override
  public Activity activity() {
    return requests.activity();
  }
}
