package dev.perennial.service;

import dev.perennial.recorded.LogRecorder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// A listening socket on paper: each accept fails in the next of the ways that it was made with, or
/// succeeds; in the end it is closed.
final class FailingChannel extends ServerSocketChannel {

  /// In the place of a failure: the accept succeeds.
  static final String NONE = "";

  /// In the place of a failure: an error.
  static final String NO_MEMORY = LogRecorder.UNLOGGABLE;

  private final Deque<String> failures;

  FailingChannel(String... failures) {
    super(SelectorProvider.provider());
    this.failures = new ArrayDeque<>(List.of(failures));
  }

  @Override
  public SocketChannel accept() throws IOException {
    if (failures.isEmpty()) {
      throw new AsynchronousCloseException();
    }
    String next = failures.remove();
    if (next.equals(NONE)) {
      return SocketChannel.open();
    }
    if (next.equals(NO_MEMORY)) {
      throw new OutOfMemoryError(next);
    }
    throw new IOException(next);
  }

  @Override
  public ServerSocketChannel bind(SocketAddress local, int backlog) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T getOption(SocketOption<T> name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return Set.of();
  }

  @Override
  public ServerSocket socket() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SocketAddress getLocalAddress() {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void implCloseSelectableChannel() {}

  @Override
  protected void implConfigureBlocking(boolean block) {}
}
