package dev.perennial.service;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/// Accepts the connections of a socket that nobody shares, until it is closed. Nothing else ends
/// it: not a client that has left, not descriptors or memory that have run out, not a connection
/// that cannot be served.
///
/// Run by one thread.
public final class AcceptLoop implements Runnable {

  private final ServerSocketChannel channel;
  private final String name;
  private final Logger log;
  private final Consumer<SocketChannel> sink;
  private final AcceptPause pause;

  /// Creates a loop.
  ///
  /// @param channel in blocking mode
  /// @param name of the socket, for operators
  /// @param log of the caller
  /// @param sink takes each connection; what it throws costs that connection and no other
  public AcceptLoop(
      ServerSocketChannel channel, String name, Logger log, Consumer<SocketChannel> sink) {
    this.channel = channel;
    this.name = name;
    this.log = log;
    this.sink = sink;
    this.pause = new AcceptPause(log);
  }

  /// Accepts until the channel is closed or the thread is interrupted.
  @Override
  public void run() {
    while (accept()) {
      // Each turn is one connection, or one failure to get one.
    }
    log.log(Level.DEBUG, "nobody accepts on {0} any more", name);
  }

  private boolean accept() {
    try {
      SocketChannel peer = channel.accept();
      pause.reset();
      deliver(peer);
      return true;
    } catch (IOException | RuntimeException | Error failure) {
      return goesOnAfter(failure);
    }
  }

  private boolean goesOnAfter(Throwable failure) {
    return switch (AcceptFailure.of(failure, channel)) {
      case SHUT -> false;
      case CLIENT_LOST -> true;
      case EXHAUSTED -> rest(failure);
    };
  }

  private boolean rest(Throwable failure) {
    try {
      Thread.sleep(pause.after(name, failure));
      return true;
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void deliver(SocketChannel peer) throws IOException {
    try {
      sink.accept(peer);
    } catch (RuntimeException | Error failure) {
      peer.close();
      log.log(Level.ERROR, "a connection to " + name + " cannot be served", failure);
    }
  }
}
