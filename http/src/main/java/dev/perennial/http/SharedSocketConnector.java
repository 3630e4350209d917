package dev.perennial.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/// Gives accepted connections to the engine. It never sees a listening socket: the engine's own
/// connectors would close it, make it non-blocking or remove its file, and others share it.
final class SharedSocketConnector extends AbstractConnector {

  private final DrainWatch watch;
  private final Executor handlers;
  private final HttpTimeouts timeouts;
  private final ConnectionEnds ends;
  private final boolean handshake;
  private final SelectorManager selectors;

  // Connections that were accepted and are not among the connected end points yet.
  private final Set<SelectableChannel> arriving = ConcurrentHashMap.newKeySet();

  SharedSocketConnector(
      Server server,
      DrainWatch watch,
      Executor handlers,
      Executor waiting,
      HttpTimeouts timeouts,
      ConnectionEnds ends,
      ConnectionFactory protocol) {
    super(server, null, null, null, 0, protocol);
    this.watch = watch;
    this.handlers = handlers;
    this.timeouts = timeouts;
    this.ends = ends;
    this.handshake = protocol instanceof TlsConnectionFactory;
    setIdleTimeout(timeouts.idle().toMillis());
    this.selectors = new Selectors(waiting);
    installBean(selectors, true);
  }

  /// Takes over a connection. From the moment this returns it is counted until it is closed.
  ///
  /// @param channel an accepted connection
  void adopt(SocketChannel channel) {
    arriving.add(channel);
    try {
      channel.configureBlocking(false);
      if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      selectors.accept(channel);
    } catch (IOException | RuntimeException failure) {
      // The client is gone already, or the connector has stopped.
      abandon(channel);
    }
  }

  /// The connections, for whoever looks after slow clients.
  Stream<SlowClients.Watched> watched() {
    return getConnectedEndPoints().stream().map(HttpEndPoint.class::cast);
  }

  /// Whether connections are on their way from the acceptor to the engine.
  boolean hasArriving() {
    return !arriving.isEmpty();
  }

  private void abandon(SelectableChannel channel) {
    try {
      channel.close();
    } catch (IOException ignored) {
      // There is nothing left to lose.
    }
    arrived(channel);
  }

  private void arrived(SelectableChannel channel) {
    arriving.remove(channel);
    watch.changed();
  }

  @Override
  protected void accept(int acceptor) {
    throw new IllegalStateException("connections are accepted elsewhere");
  }

  @Override
  public Object getTransport() {
    return this;
  }

  private final class Selectors extends SelectorManager {

    Selectors(Executor waiting) {
      super(waiting, SharedSocketConnector.this.getScheduler(), 1);
    }

    @Override
    protected ManagedSelector newSelector(int id) {
      return getExecutor() instanceof SelectorThread
          ? super.newSelector(id)
          : new EagerSelector(this, id);
    }

    @Override
    protected EndPoint newEndPoint(
        SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
      HttpEndPoint endPoint =
          new HttpEndPoint(
              (SocketChannel) channel,
              selector,
              key,
              SharedSocketConnector.this.getScheduler(),
              handlers,
              new Pace(timeouts, System.nanoTime(), handshake),
              ends);
      endPoint.setIdleTimeout(SharedSocketConnector.this.getIdleTimeout());
      return endPoint;
    }

    @Override
    public Connection newConnection(
        SelectableChannel channel, EndPoint endPoint, @Nullable Object attachment) {
      return getDefaultConnectionFactory().newConnection(SharedSocketConnector.this, endPoint);
    }

    @Override
    protected void endPointOpened(EndPoint endPoint) {
      super.endPointOpened(endPoint);
      onEndPointOpened(endPoint);
      arrived(((HttpEndPoint) endPoint).getChannel());
    }

    @Override
    protected void endPointClosed(EndPoint endPoint) {
      onEndPointClosed(endPoint);
      super.endPointClosed(endPoint);
      watch.changed();
    }

    @Override
    protected void onAcceptFailed(SelectableChannel channel, Throwable cause) {
      super.onAcceptFailed(channel, cause);
      arrived(channel);
    }
  }
}
