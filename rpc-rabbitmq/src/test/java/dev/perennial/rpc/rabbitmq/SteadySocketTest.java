package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SteadySocketTest {

  // More than a system keeps for a peer that does not read.
  private static final int MUCH = 16 << 20;

  private final AtomicLong kept = new AtomicLong();
  private SteadySocket socket;
  private Socket peer;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      socket = new SteadySocket(this::memory, SelectorProvider.provider());
      socket.connect(listener.getLocalSocketAddress(), 60_000);
      peer = listener.accept();
    }
  }

  /// A system whose descriptors are just enough for a socket.
  private static final class Exhausted extends SelectorProvider {
    private final SelectorProvider system = SelectorProvider.provider();
    private final List<SocketChannel> opened = new ArrayList<>();

    @Override
    public SocketChannel openSocketChannel() throws IOException {
      opened.add(system.openSocketChannel());
      return opened.getLast();
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
      throw new IOException("Too many open files");
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
      return system.openServerSocketChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
      return system.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
      return system.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
      return system.openPipe();
    }
  }

  private ByteBuffer memory(int bytes) {
    kept.addAndGet(bytes);
    return ByteBuffer.allocate(bytes);
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    peer.close();
  }

  @Test
  void nothing_stays_open_of_a_socket_for_which_descriptors_are_too_few() {
    Exhausted exhausted = new Exhausted();
    assertThrows(IOException.class, () -> new SteadySocket(this::memory, exhausted));
    assertFalse(exhausted.opened.getFirst().isOpen());
  }

  @Test
  void what_the_peer_sends_is_read_and_its_end_too() throws IOException {
    peer.getOutputStream().write(new byte[] {1, 2, (byte) 0xff});
    assertEquals(1, socket.getInputStream().read());
    assertArrayEquals(new byte[] {2, (byte) 0xff}, socket.getInputStream().readNBytes(2));
    peer.close();
    assertEquals(-1, socket.getInputStream().read());
  }

  @Test
  void a_read_waits_no_longer_than_was_said() {
    socket.setSoTimeout(20);
    assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
  }

  @Test
  void closing_ends_a_read_that_waits() throws Exception {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread reader =
        Thread.ofPlatform()
            .start(() ->
                ended.complete(
                    assertThrows(SocketException.class, () -> socket.getInputStream().read())));
    while (reader.getState() != Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    socket.close();
    assertEquals("Socket closed", ended.get().getMessage());
  }

  @Test
  void a_virtual_thread_that_is_interrupted_does_not_wait_and_closes_nothing() throws Exception {
    byte[] sent = random();
    CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      Thread.currentThread().interrupt();
      try {
        socket.getOutputStream().write(sent);
        stillInterrupted.complete(Thread.currentThread().isInterrupted());
      } catch (IOException failure) {
        stillInterrupted.completeExceptionally(failure);
      }
    });
    assertTrue(stillInterrupted.get());
    assertTrue(socket.congested());
    FutureTask<byte[]> received =
        new FutureTask<>(() -> peer.getInputStream().readNBytes(MUCH + 1));
    Thread.ofPlatform().start(received);
    socket.drain();
    assertFalse(socket.congested());
    socket.getOutputStream().write(7);
    byte[] all = received.get();
    assertEquals(7, all[MUCH]);
    assertArrayEquals(sent, Arrays.copyOf(all, MUCH));
  }

  @Test
  void what_the_peer_does_not_take_is_copied_once() throws Exception {
    byte[] piece = new byte[8 << 10];
    CompletableFuture<Boolean> written = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        for (int count = 0; count < MUCH; count += piece.length) {
          socket.getOutputStream().write(piece);
        }
        written.complete(true);
      } catch (IOException failure) {
        written.completeExceptionally(failure);
      }
    });
    written.get();
    assertTrue(socket.congested());
    assertTrue(kept.get() <= MUCH, kept::toString);
    Thread.ofPlatform().start(() -> assertDoesNotThrow(socket::drain));
    assertEquals(MUCH, peer.getInputStream().readNBytes(MUCH).length);
  }

  @Test
  void a_platform_thread_waits_until_all_is_sent_whether_interrupted_or_not() throws Exception {
    byte[] sent = random();
    FutureTask<Boolean> stillInterrupted =
        new FutureTask<>(() -> {
          Thread.currentThread().interrupt();
          socket.getOutputStream().write(sent);
          return Thread.interrupted() && !socket.congested();
        });
    Thread.ofPlatform().start(stillInterrupted);
    assertArrayEquals(sent, peer.getInputStream().readNBytes(MUCH));
    assertTrue(stillInterrupted.get());
  }

  private static byte[] random() {
    byte[] bytes = new byte[MUCH];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
