package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.rpc.Delivery;
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
import dev.perennial.schedule.LoopingCall;
import dev.perennial.schedule.OnException;
import dev.perennial.service.BusConnections;
import dev.perennial.service.Metrics;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A transport that operators see in `perennial status` and in the metrics (`rpc_transport_blocked`
/// and others) while it is used: from the first message or subscription on, until it is closed. An
/// [RpcService] has one already; a program opens one for what else it sends, such as the calls of
/// an API:
///
/// ```java
/// Transport transport = MeasuredTransport.open(config, "orchestrator-api");
/// ```
///
/// Thread-safe.
public final class MeasuredTransport implements Transport {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final LoopingCall<Object> look =
      LoopingCall.fixedInterval("transport-metrics", INTERVAL, _ -> observe())
          .onException(OnException.CONTINUE);
  private final Transport transport;
  private final String service;

  // UNUSED ──measure, or the first use──► SHOWN ──close──► CLOSED ◄──close── UNUSED
  // Any thread causes them: so the metrics are made in the process that uses it. Written with the
  // monitor held.
  private volatile @Nullable TransportMetrics metrics;
  private Runnable hide = () -> {};
  private boolean closed;

  private MeasuredTransport(Transport transport, String service) {
    this.transport = transport;
    this.service = service;
  }

  /// Opens the transport that the option `transport_url` names. Nothing is connected yet.
  ///
  /// @param config as for [Transport#open(Config)]
  /// @param service for which it is shown
  /// @return the transport
  /// @throws dev.perennial.rpc.InvalidUrlException if the URL is malformed or names no transport
  ///   that is present
  public static MeasuredTransport open(Config config, String service) {
    return new MeasuredTransport(Transport.open(config), service);
  }

  @Override
  public RpcOptions options() {
    return transport.options();
  }

  @Override
  public void cast(Target target, RpcRequest request, Delivery delivery)
      throws InterruptedException {
    measured().cast(target, request, delivery);
  }

  @Override
  public Reply call(Target target, RpcRequest request, Delivery delivery)
      throws InterruptedException {
    return measured().call(target, request, delivery);
  }

  @Override
  public Subscription listen(Target target, int window, Consumer<IncomingRequest> consumer) {
    return measured().listen(target, window, consumer);
  }

  @Override
  public void notify(Target target, Notification notification, boolean enveloped, Delivery delivery)
      throws InterruptedException {
    measured().notify(target, notification, enveloped, delivery);
  }

  @Override
  public Subscription listen(
      NotificationInterest request, Consumer<IncomingNotification> consumer) {
    return measured().listen(request, consumer);
  }

  @Override
  public TransportStatus status() {
    return transport.status();
  }

  @Override
  public void close() {
    try {
      transport.close();
    } finally {
      endMeasuring();
    }
  }

  /// Shows it from now on.
  synchronized void measure() {
    if (metrics == null && !closed) {
      metrics = new TransportMetrics(Metrics.ofProcess(), service);
      look.start();
      hide = BusConnections.ofProcess().show(service, () -> transport.status().connections());
    }
  }

  private Transport measured() {
    if (metrics == null) {
      measure();
    }
    return transport;
  }

  private void observe() {
    TransportMetrics shown = metrics;
    if (shown != null) {
      shown.observe(transport.status());
    }
  }

  private synchronized void endMeasuring() {
    closed = true;
    look.stop();
    hide.run();
    TransportMetrics shown = metrics;
    if (shown != null) {
      shown.observeClosed(transport.status());
    }
  }
}
