package dev.perennial.rpc;

import dev.perennial.schedule.InFlight;
import dev.perennial.schedule.Timers;
import dev.perennial.schedule.WorkInFlight;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The calls of a transport that wait for a reply, by the id that the reply repeats.
///
/// Thread-safe. Replies are handed over by the thread that received them and wake the caller at
/// once; nothing polls.
public final class ReplyWaiters implements InFlight.Source {

  private record Awaited(Supplier<String> what, Thread caller) {}

  private final ConcurrentHashMap<String, Waiter> waiters = new ConcurrentHashMap<>();

  /// Creates one that nobody waits in.
  public ReplyWaiters() {
    InFlight.ofProcess().add(this);
  }

  /// Registers a call before it is sent.
  ///
  /// @param id unique
  /// @return the waiter, to be closed when nobody waits any more
  public Waiter open(String id) {
    Waiter waiter = new Waiter(id);
    waiters.put(id, waiter);
    return waiter;
  }

  /// Hands a reply to the call that waits for it.
  ///
  /// @param id what the reply repeats
  /// @param reply the reply
  /// @return false if nobody waits for it any more
  public boolean deliver(String id, Reply reply) {
    Waiter waiter = waiters.get(id);
    return waiter != null && waiter.deliver(reply);
  }

  /// Ends every waiting with a failure.
  ///
  /// @param cause thrown to each caller
  public void failAll(RpcException cause) {
    waiters.values().forEach(waiter -> waiter.fail(cause));
  }

  /// How many calls wait.
  ///
  /// @return zero or more
  public int waiting() {
    return waiters.size();
  }

  /// The calls that wait, each with what it waits for.
  @Override
  public List<WorkInFlight> inFlight() {
    return waiters.values().stream().flatMap(waiter -> waiter.inFlight().stream()).toList();
  }

  /// One call that waits.
  public final class Waiter implements AutoCloseable {
    private final String id;
    private final CompletableFuture<Reply> last = new CompletableFuture<>();
    private final long begin = System.nanoTime();
    private volatile Optional<Awaited> awaited = Optional.empty();
    private volatile long lastSign = System.nanoTime();

    private Waiter(String id) {
      this.id = id;
    }

    /// Ends the waiting with a failure.
    ///
    /// @param cause thrown to the caller
    public void fail(RpcException cause) {
      last.completeExceptionally(cause);
    }

    /// Waits for the final reply.
    ///
    /// @param delivery how long, and for what signs of life
    /// @param what what is waited for, for messages and lists
    /// @return the reply, never a heartbeat
    /// @throws RpcTimeoutException if none came in time
    /// @throws InterruptedException if the thread is interrupted
    public Reply await(Delivery delivery, Supplier<String> what) throws InterruptedException {
      lastSign = System.nanoTime();
      awaited = Optional.of(new Awaited(what, Thread.currentThread()));
      while (true) {
        Duration wait = left(delivery);
        try {
          return Timers.system().await(last, wait);
        } catch (TimeoutException none) {
          // A reply that came meanwhile counts; one that comes now is late.
          timeout(delivery, what).ifPresent(last::completeExceptionally);
        } catch (ExecutionException failed) {
          throw failed.getCause() instanceof RpcException cause
              ? cause
              : new RpcException(what.get() + " failed", failed);
        }
      }
    }

    @Override
    public void close() {
      waiters.remove(id, this);
    }

    private Optional<WorkInFlight> inFlight() {
      return awaited.map(call ->
          new WorkInFlight(
              "RPC call",
              call.what().get(),
              Optional.empty(),
              Duration.ofNanos(System.nanoTime() - begin),
              Optional.of(call.caller())));
    }

    private boolean deliver(Reply reply) {
      if (reply instanceof Reply.Heartbeat) {
        lastSign = System.nanoTime();
        return true;
      }
      return last.complete(reply);
    }

    private Duration left(Delivery delivery) {
      Duration whole = delivery.deadline().remaining();
      if (delivery.monitor().isEmpty()) {
        return whole;
      }
      Duration silence = Duration.ofNanos(System.nanoTime() - lastSign);
      Duration sign = delivery.monitor().get().minus(silence);
      return sign.compareTo(whole) < 0 ? sign : whole;
    }

    private Optional<RpcTimeoutException> timeout(Delivery delivery, Supplier<String> what) {
      if (delivery.deadline().passed()) {
        return Optional.of(new RpcTimeoutException("no reply in time for " + what.get()));
      }
      if (!left(delivery).isPositive()) {
        return Optional.of(
            new RpcTimeoutException(
                "no sign of life for " + delivery.monitor().orElseThrow() + " from " + what.get()));
      }
      return Optional.empty();
    }
  }
}
