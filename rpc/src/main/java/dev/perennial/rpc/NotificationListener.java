package dev.perennial.rpc;

import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Failures;
import dev.perennial.schedule.TaskGroup;
import dev.perennial.schedule.Timers;
import dev.perennial.service.Service;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Hands notifications to endpoints. A notification leaves its queue when they have looked at it,
/// so one whose listener dies is delivered again.
///
/// A [Service]: launch it, or call [#start()], [#drain(Deadline)] and [#stop()]. Thread-safe.
public final class NotificationListener implements Service {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.notification");

  private final Transport transport;
  private final NotificationInterest interest;
  private final List<Handler> handlers;
  private final boolean allowRequeue;
  private final Serializer serializer;
  private final TaskGroup tasks;
  private final NotificationWindow window;
  private final Listening listening = new Listening();
  // Since the handlers were interrupted.
  private volatile boolean cutOff;

  private record Handler(
      Set<Priority> priorities, NotificationFilter filter, NotificationEndpoint endpoint) {

    boolean wants(Notification notification) {
      return priorities.contains(notification.priority()) && filter.matches(notification);
    }
  }

  private NotificationListener(Builder builder) {
    this.transport = builder.transport;
    this.handlers = List.copyOf(builder.handlers);
    this.allowRequeue = builder.allowRequeue;
    this.serializer = builder.serializer;
    this.tasks = new TaskGroup("notifications");
    this.window =
        new NotificationWindow(
            builder.window,
            this::handle,
            body -> tasks.start("notification", body),
            Timers.system());
    Set<Priority> priorities = EnumSet.noneOf(Priority.class);
    handlers.forEach(handler -> priorities.addAll(handler.priorities));
    this.interest =
        new NotificationInterest(
            List.copyOf(builder.targets), priorities, builder.pool, builder.window);
  }

  /// Describes a listener.
  ///
  /// @param transport how notifications travel
  /// @param topics exchanges and topics
  /// @return a builder
  public static Builder builder(Transport transport, List<Target> topics) {
    return new Builder(transport, topics);
  }

  @Override
  public String name() {
    return "notification-listener";
  }

  /// Declares its queues and begins to consume; waits for the broker as long as that takes. Does
  /// nothing if it listens already, or another thread has it begin.
  ///
  /// @throws DeliveryException if the broker refuses the queues
  /// @throws RpcInterruptedException if the listener is stopped or the thread is interrupted first
  @Override
  public void start() {
    listening.start(this::open, () -> transport.listen(interest, window::offer));
  }

  /// Cancels the consumers, gives back what waits for a place, and waits until the endpoints have
  /// looked at the rest.
  ///
  /// @param deadline how long to wait at most
  /// @throws InterruptedException if the thread is interrupted
  @Override
  public void drain(Deadline deadline) throws InterruptedException {
    Optional<Subscription> consuming = listening.cancelStart(() -> {});
    if (consuming.isPresent()) {
      consuming.get().cancel(deadline);
      window.leave();
    }
    tasks.drain(deadline);
  }

  /// Interrupts the endpoints and gives up the subscription: what they had not looked at is
  /// delivered again, here after another start or elsewhere.
  @Override
  public void stop() {
    Optional<Subscription> last = listening.end(this::close);
    tasks.stop();
    last.ifPresent(Subscription::close);
  }

  @Override
  public boolean awaitStopped(Deadline deadline) throws InterruptedException {
    return tasks.awaitStopped(deadline).isEmpty();
  }

  private void open() {
    tasks.reopen();
    cutOff = false;
    window.open();
  }

  private void close() {
    cutOff = true;
    window.close();
  }

  private void handle(IncomingNotification incoming) {
    switch (tell(incoming.notification())) {
      case DONE -> incoming.accept();
      case AGAIN -> incoming.requeue();
      case LEFT -> {}
    }
  }

  // What becomes of a notification. LEFT: the end of the subscription gives it back.
  private enum Fate {
    DONE,
    AGAIN,
    LEFT
  }

  private Fate tell(Notification notification) {
    try {
      RpcContext context = serializer.deserializeContext(notification.context());
      for (Handler handler : handlers) {
        Fate fate = tell(handler, context, notification);
        if (fate != Fate.DONE) {
          return fate;
        }
      }
      return Fate.DONE;
    } catch (Throwable failure) {
      return failed(notification, failure);
    }
  }

  private Fate tell(Handler handler, RpcContext context, Notification notification) {
    try {
      boolean done =
          !handler.wants(notification)
              || context.call(() -> handler.endpoint.handle(context, notification))
                  == NotificationEndpoint.Verdict.HANDLED;
      return done ? Fate.DONE : again();
    } catch (Throwable failure) {
      return failed(notification, failure);
    }
  }

  private Fate failed(Notification notification, Throwable failure) {
    Failures.log(LOG, "notification " + notification.eventType(), failure);
    return cutOff ? Fate.LEFT : again();
  }

  private Fate again() {
    return allowRequeue ? Fate.AGAIN : Fate.DONE;
  }

  /// Describes a [NotificationListener]. Not thread-safe.
  public static final class Builder {
    private final Transport transport;
    private final List<Target> targets;
    private final List<Handler> handlers = new ArrayList<>();
    private Optional<String> pool = Optional.empty();
    private Serializer serializer = JsonSerializer.standard();
    private boolean allowRequeue;
    private int window = 64;

    private Builder(Transport transport, List<Target> targets) {
      this.transport = transport;
      this.targets = targets;
    }

    /// Adds an endpoint.
    ///
    /// @param priorities those that it wants
    /// @param filter which of them
    /// @param endpoint what to do
    /// @return this builder
    public Builder endpoint(
        Set<Priority> priorities, NotificationFilter filter, NotificationEndpoint endpoint) {
      handlers.add(new Handler(Set.copyOf(priorities), filter, endpoint));
      return this;
    }

    /// Shares the notifications with the other listeners of a pool, beside those of other pools.
    /// Unset, listeners share the queues of the topics themselves.
    ///
    /// @param name the pool
    /// @return this builder
    public Builder pool(String name) {
      this.pool = Optional.of(name);
      return this;
    }

    /// Allows notifications to be put back into their queue. Unset, a failed one is done.
    ///
    /// @return this builder
    public Builder allowRequeue() {
      this.allowRequeue = true;
      return this;
    }

    /// Sets the form of contexts on the wire.
    ///
    /// @param other reads them
    /// @return this builder
    public Builder serializer(Serializer other) {
      this.serializer = other;
      return this;
    }

    /// Bounds the notifications that are worked on at a time, whatever queues they come from. Unset
    /// it is 64. From each queue as many may be delivered ahead and wait.
    ///
    /// @param most at least 1
    /// @return this builder
    /// @throws IllegalArgumentException if it is less
    public Builder window(int most) {
      if (most < 1) {
        throw new IllegalArgumentException(
            "a listener works on at least one notification at a time: " + most);
      }
      this.window = most;
      return this;
    }

    /// Makes the listener.
    ///
    /// @return a listener that does not listen yet
    public NotificationListener build() {
      if (handlers.isEmpty() || targets.isEmpty()) {
        throw new IllegalArgumentException("a listener needs a topic and an endpoint");
      }
      return new NotificationListener(this);
    }
  }
}
