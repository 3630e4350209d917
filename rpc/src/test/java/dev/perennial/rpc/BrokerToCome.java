package dev.perennial.rpc;

import dev.perennial.config.Config;
import dev.perennial.schedule.Deadline;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A transport of which a server only gets a subscription, and that when the test lets it.
final class BrokerToCome {

  private final AtomicInteger closed = new AtomicInteger();
  private volatile Wait wait = () -> {};
  private volatile Optional<IncomingNotification> late = Optional.empty();

  /// What happens before the broker is there.
  interface Wait {
    void run() throws InterruptedException;
  }

  void whenListening(Wait next) {
    wait = next;
  }

  /// What is delivered just before a subscription is closed.
  void deliverLast(IncomingNotification notification) {
    late = Optional.of(notification);
  }

  /// How many subscriptions were closed.
  int closed() {
    return closed.get();
  }

  Transport transport() {
    return (Transport)
        Proxy.newProxyInstance(
            Transport.class.getClassLoader(),
            new Class<?>[] {Transport.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "options" ->
                      Config.forTesting(RpcOptions.class).build().get(RpcOptions.class);
                  case "listen" -> listen(arguments[arguments.length - 1]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @SuppressWarnings("unchecked")
  private Subscription listen(Object consumer) {
    try {
      wait.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new RpcInterruptedException("waiting for the broker");
    }
    return new Subscription() {
      @Override
      public void cancel(Deadline deadline) {}

      @Override
      public void close() {
        late.ifPresent((Consumer<IncomingNotification>) consumer);
        closed.incrementAndGet();
      }
    };
  }
}
