package dev.perennial.rpc.rabbitmq;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

/// A socket that virtual threads may write to.
///
/// The sockets of the JDK are closed when a virtual thread is interrupted that waits to write. Here
/// a virtual thread never waits: what the system does not take at once is kept, and is sent with
/// what is written next. [#congested()] says so; then nothing but [#drain()] by a platform thread
/// should follow. A platform thread that writes waits as ever, whether it is interrupted or not.
///
/// One thread reads; any thread writes.
final class SteadySocket extends Socket {

  private static final String CLOSED = "Socket closed";

  private final SocketChannel channel;
  private final Selector readable;
  private final ReentrantLock writing = new ReentrantLock();
  private final IntFunction<ByteBuffer> memory;
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  // What is still to be sent, in the pieces in which it was written. Guarded by `writing`.
  private final Deque<ByteBuffer> rest = new ArrayDeque<>();
  // Of whoever waits until it may write, for close(), which does not wait for it.
  private volatile Optional<Selector> writable = Optional.empty();
  private volatile boolean congested;
  private volatile int timeoutMillis;

  SteadySocket() throws IOException {
    this(ByteBuffer::allocate, SelectorProvider.provider());
  }

  /// @param memory for what is kept, as many bytes as asked for
  /// @param system makes what it consists of
  SteadySocket(IntFunction<ByteBuffer> memory, SelectorProvider system) throws IOException {
    this.memory = memory;
    this.channel = system.openSocketChannel();
    try {
      this.readable = system.openSelector();
    } catch (IOException | RuntimeException failure) {
      channel.close(); // or each attempt would take one more of the descriptors that are short
      throw failure;
    }
  }

  /// Whether something waits for [#drain()].
  boolean congested() {
    return congested;
  }

  /// Waits until the system has taken everything. For platform threads.
  void drain() throws IOException {
    output.flush();
  }

  @Override
  public void connect(SocketAddress address, int millis) throws IOException {
    try {
      channel.socket().connect(address, millis);
      channel.configureBlocking(false);
      channel.register(readable, SelectionKey.OP_READ);
    } catch (IOException | RuntimeException failure) {
      close();
      throw failure;
    }
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    readable.close();
    writable.ifPresent(Selector::wakeup);
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public void setSoTimeout(int millis) {
    timeoutMillis = millis;
  }

  @Override
  public int getSoTimeout() {
    return timeoutMillis;
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    set(StandardSocketOptions.TCP_NODELAY, on);
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    set(StandardSocketOptions.SO_LINGER, on ? seconds : -1);
  }

  @Override
  public InetAddress getInetAddress() {
    return channel.socket().getInetAddress();
  }

  @Override
  public int getPort() {
    return channel.socket().getPort();
  }

  @Override
  public InetAddress getLocalAddress() {
    return channel.socket().getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return channel.socket().getLocalPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return new InetSocketAddress(getInetAddress(), getPort());
  }

  private <T> void set(SocketOption<T> option, T value) throws SocketException {
    try {
      channel.setOption(option, value);
    } catch (IOException refused) {
      throw new SocketException(refused.getMessage(), refused);
    }
  }

  private final class Input extends InputStream {

    // After a read that did not fill its buffer there is nothing more: waiting saves a call.
    private boolean likely = true;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      ByteBuffer to = ByteBuffer.wrap(bytes, offset, length);
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
      int count = likely ? readNow(to) : 0;
      while (count == 0) {
        awaitReadable(end);
        count = readNow(to);
      }
      likely = count == length;
      return count;
    }

    private int readNow(ByteBuffer to) throws IOException {
      try {
        return channel.read(to);
      } catch (ClosedChannelException closed) {
        throw new SocketException(CLOSED, closed);
      }
    }

    private void awaitReadable(long end) throws IOException {
      long millis = 0;
      if (timeoutMillis > 0) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new SocketTimeoutException("Read timed out");
        }
        millis = TimeUnit.NANOSECONDS.toMillis(left) + 1;
      }
      await(readable, millis);
    }

    @Override
    public void close() throws IOException {
      SteadySocket.this.close();
    }
  }

  private final class Output extends OutputStream {

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      writing.lock();
      try {
        ByteBuffer fresh = ByteBuffer.wrap(bytes, offset, length);
        sendRest();
        if (rest.isEmpty()) {
          send(fresh);
        }
        if (fresh.hasRemaining()) {
          keep(fresh);
        }
        congested = !rest.isEmpty();
      } finally {
        writing.unlock();
      }
    }

    @Override
    public void flush() throws IOException {
      writing.lock();
      try {
        sendRest();
        congested = !rest.isEmpty();
      } finally {
        writing.unlock();
      }
    }

    @Override
    public void close() throws IOException {
      SteadySocket.this.close();
    }

    private void sendRest() throws IOException {
      for (ByteBuffer first = rest.peek(); first != null; first = rest.peek()) {
        send(first);
        if (first.hasRemaining()) {
          return;
        }
        rest.remove();
      }
    }

    private void send(ByteBuffer bytes) throws IOException {
      try {
        channel.write(bytes);
        if (bytes.hasRemaining() && !Thread.currentThread().isVirtual()) {
          sendAll(bytes);
        }
      } catch (ClosedChannelException closed) {
        throw new SocketException(CLOSED, closed);
      }
    }

    private void sendAll(ByteBuffer bytes) throws IOException {
      try (Selector selector = Selector.open()) {
        writable = Optional.of(selector); // first: a channel that is closed is not registered
        channel.register(selector, SelectionKey.OP_WRITE);
        while (bytes.hasRemaining()) {
          await(selector, 0);
          channel.write(bytes);
        }
      } finally {
        writable = Optional.empty();
      }
    }

    // The library's buffer is used again, so that a copy is kept.
    private void keep(ByteBuffer more) {
      rest.add(memory.apply(more.remaining()).put(more).flip());
    }
  }

  private void await(Selector selector, long millis) throws IOException {
    boolean interrupted = false;
    try {
      // A selector does not wait in a thread that is interrupted.
      interrupted = Thread.interrupted();
      selector.select(_ -> {}, millis);
    } catch (ClosedSelectorException closed) {
      throw new SocketException(CLOSED, closed);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (!channel.isOpen()) {
      throw new SocketException(CLOSED);
    }
  }
}
