package dev.perennial.tests.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// An address that leads to another one, counts what passes, and ends a connection when so many
/// bytes have passed, those of all its connections together.
///
/// Thread-safe.
final class CuttingRelay implements AutoCloseable {

  private static final int BUFFER_BYTES = 8192;
  private static final long NEVER = Long.MAX_VALUE;

  /// Which way bytes pass.
  enum Direction {
    TO_BROKER,
    FROM_BROKER
  }

  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final int to;
  // Guarded by this, as what follows.
  private final Map<Direction, Long> passed = new EnumMap<>(Direction.class);
  private Direction cutting = Direction.TO_BROKER;
  private long left = NEVER;
  private int cuts;

  CuttingRelay(int to) throws IOException {
    this.to = to;
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// How many bytes have passed.
  synchronized long passed(Direction direction) {
    return passed.getOrDefault(direction, 0L);
  }

  /// How many connections were ended.
  synchronized int cuts() {
    return cuts;
  }

  /// Lets so many more bytes pass and then ends the connection of the next one.
  synchronized void cutAfter(Direction direction, long bytes) {
    cutting = direction;
    left = bytes;
  }

  /// Ends none, if that has not happened yet.
  synchronized void letPass() {
    left = NEVER;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), to);
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(broker);
        Thread.ofPlatform().daemon().start(() -> copy(Direction.TO_BROKER, client, broker));
        Thread.ofPlatform().daemon().start(() -> copy(Direction.FROM_BROKER, broker, client));
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  private void copy(Direction direction, Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      int count = in.read(buffer);
      while (count >= 0) {
        int may = pass(direction, count);
        out.write(buffer, 0, may);
        if (may < count) {
          break;
        }
        count = in.read(buffer);
      }
    } catch (IOException closed) {
      // the other end has gone
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  // Returns how many of them may pass; all, unless the connection ends behind them.
  private synchronized int pass(Direction direction, int count) {
    if (direction != cutting || left >= count) {
      passed.merge(direction, (long) count, Long::sum);
      left -= direction == cutting && left != NEVER ? count : 0;
      return count;
    }
    int may = (int) left;
    passed.merge(direction, (long) may, Long::sum);
    left = NEVER;
    cuts++;
    return may;
  }
}
