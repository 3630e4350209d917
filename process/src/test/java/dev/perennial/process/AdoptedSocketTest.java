package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A listening socket and those who accept on it by a descriptor of their own.
@Timeout(60)
class AdoptedSocketTest {
  // The numbers of accept on x86-64 and aarch64.
  private static final List<String> ACCEPT = List.of("43", "202");

  // FIN, SYN, RST, PSH, ACK and URG.
  private static final int ALL_FLAGS = 0x3f;

  @TempDir private Path directory;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private ListeningSocket bind(String kind) throws IOException {
    ListeningSocket socket =
        ListeningSocket.bind(
            kind.equals("tcp")
                ? ListenAddress.tcp("127.0.0.1", 0)
                : ListenAddress.unix(directory.resolve("api.sock")));
    open.add(socket);
    return socket;
  }

  private AdoptedSocket adopt(ListeningSocket socket) throws IOException {
    AdoptedSocket adopted = AdoptedSocket.adopt(socket.descriptor(), socket.address());
    open.add(adopted.channel());
    return adopted;
  }

  private SocketChannel connect(ListeningSocket socket) throws IOException {
    SocketChannel client = Clients.connect(socket.address());
    open.add(client);
    return client;
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  /// How often a shut has looked for clients and found one: then it reads the clock, as who makes
  /// its deadline does before.
  private static final class Looks implements Ticker {
    private final AtomicInteger found = new AtomicInteger(-1);
    private final CountDownLatch two = new CountDownLatch(3);

    @Override
    public long nanoTime() {
      found.incrementAndGet();
      two.countDown();
      return System.nanoTime();
    }

    Deadline soon() {
      return Deadline.after(Duration.ofSeconds(10), this);
    }

    int thatFoundSomebody() {
      return found.get();
    }

    void awaitTwo() throws InterruptedException {
      two.await();
    }
  }

  private static void shut(ListeningSocket socket, Deadline deadline) throws InterruptedException {
    ListeningSocket.shutWhenQueuesAreEmpty(List.of(socket), deadline);
  }

  private static CompletableFuture<IOException> serveAllAfter(
      Executable before, AdoptedSocket adopted) {
    CompletableFuture<IOException> end = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            before.execute();
            while (true) {
              Clients.serveOne(adopted.channel(), "served");
            }
          } catch (IOException shut) {
            end.complete(shut);
          } catch (Throwable impossible) {
            end.completeExceptionally(impossible);
          }
        });
    return end;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "unix"})
  void it_accepts_on_the_same_kernel_socket_and_stays_blocking(String kind) throws Exception {
    ListeningSocket socket = bind(kind);
    String target = Proc.ownDescriptor(socket.descriptor());
    AdoptedSocket adopted = adopt(socket);
    assertEquals(2, Proc.ownDescriptorsLike(target));
    assertSame(socket.address(), adopted.address());
    assertSame(adopted.channel(), adopted.channel());
    assertTrue(adopted.channel().isBlocking());
    for (String word : List.of("one", "two")) {
      SocketChannel client = connect(socket);
      Clients.serveOne(adopted.channel(), word);
      assertEquals(word, Clients.readAll(client));
      assertFalse(Proc.isNonBlocking(socket.descriptor()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "unix"})
  void several_holders_accept_and_one_may_close_its_own(String kind) throws Exception {
    ListeningSocket socket = bind(kind);
    AdoptedSocket first = adopt(socket);
    AdoptedSocket second = adopt(socket);
    SocketChannel a = connect(socket);
    SocketChannel b = connect(socket);
    Clients.serveOne(first.channel(), "first");
    first.channel().close();
    Clients.serveOne(second.channel(), "second");
    assertEquals("first", Clients.readAll(a));
    assertEquals("second", Clients.readAll(b));
    SocketChannel c = connect(socket);
    Clients.serveOne(second.channel(), "again");
    assertEquals("again", Clients.readAll(c));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "unix"})
  void what_is_queued_is_accepted_before_the_socket_is_shut(String kind) throws Exception {
    ListeningSocket socket = bind(kind);
    AdoptedSocket adopted = adopt(socket);
    List<SocketChannel> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(connect(socket));
    }
    Looks looks = new Looks();
    CompletableFuture<IOException> end = serveAllAfter(looks::awaitTwo, adopted);
    shut(socket, looks.soon());
    for (SocketChannel client : clients) {
      assertEquals("served", Clients.readAll(client));
    }
    assertInstanceOf(IOException.class, end.join());
    assertThrows(IOException.class, () -> Clients.connect(socket.address()));
  }

  @Test
  void who_comes_while_the_queue_empties_does_not_get_into_it_and_is_refused() throws Exception {
    ListeningSocket socket = bind("tcp");
    AdoptedSocket adopted = adopt(socket);
    SocketChannel early = connect(socket);
    socket.turnAway();
    try (SocketChannel late = SocketChannel.open()) {
      late.configureBlocking(false);
      assertFalse(late.connect(Clients.at(socket.address())));
      Clients.serveOne(adopted.channel(), "served");
      assertEquals("served", Clients.readAll(early));
      adopted.channel().configureBlocking(false);
      assertNull(adopted.channel().accept());
      shut(socket, soon());
      late.configureBlocking(true);
      assertThrows(ConnectException.class, late::finishConnect);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "unix"})
  void nobody_gets_into_another_queue_while_the_first_one_is_waited_for(String kind)
      throws Exception {
    ListeningSocket first = bind("tcp");
    ListeningSocket other = bind(kind);
    SocketChannel early = connect(first);
    Looks looks = new Looks();
    CompletableFuture<Boolean> refused = new CompletableFuture<>();
    CompletableFuture<IOException> end =
        serveAllAfter(
            () -> {
              looks.awaitTwo();
              refused.complete(isRefused(other));
            },
            adopt(first));
    ListeningSocket.shutWhenQueuesAreEmpty(List.of(first, other), looks.soon());
    assertTrue(refused.join());
    assertEquals("served", Clients.readAll(early));
    assertInstanceOf(IOException.class, end.join());
  }

  private boolean isRefused(ListeningSocket socket) {
    try {
      connect(socket);
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  @Test
  void whose_handshake_takes_a_while_is_accepted_before_the_socket_is_shut() throws Exception {
    ListeningSocket socket = bind("tcp");
    AdoptedSocket adopted = adopt(socket);
    // The segment that ends its handshake gets lost: the client is connected, and not in the queue.
    LibC.attachFilter(socket.descriptor(), SocketFilter.dropping(ALL_FLAGS, SocketFilter.ACK));
    SocketChannel client = connect(socket);
    Looks looks = new Looks();
    CompletableFuture<IOException> end =
        serveAllAfter(
            () -> {
              looks.awaitTwo();
              // Whatever it sends next ends the handshake too.
              client.shutdownOutput();
            },
            adopted);
    shut(socket, looks.soon());
    assertTrue(looks.thatFoundSomebody() >= 2, "it did not wait");
    assertEquals("served", Clients.readAll(client));
    assertInstanceOf(IOException.class, end.join());
  }

  @Test
  void a_socket_that_nobody_wants_to_reach_is_shut_at_once() throws Exception {
    ListeningSocket socket = bind("tcp");
    SocketChannel client = connect(socket);
    try (SocketChannel accepted = adopt(socket).channel().accept()) {
      Looks looks = new Looks();
      shut(socket, looks.soon());
      assertEquals(0, looks.thatFoundSomebody());
      assertTrue(accepted.isOpen() && client.isOpen());
    }
  }

  @Test
  void who_comes_while_the_queue_empties_finds_no_file() throws Exception {
    ListeningSocket socket = bind("unix");
    AdoptedSocket adopted = adopt(socket);
    SocketChannel early = connect(socket);
    socket.turnAway();
    assertThrows(IOException.class, () -> connect(socket));
    Clients.serveOne(adopted.channel(), "served");
    assertEquals("served", Clients.readAll(early));
    shut(socket, soon());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "unix"})
  void a_shut_wakes_whoever_is_blocked_in_accept(String kind) throws Exception {
    ListeningSocket socket = bind(kind);
    AdoptedSocket adopted = adopt(socket);
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread acceptor =
        Thread.ofPlatform()
            .daemon()
            .name("accepts-" + kind)
            .start(() -> {
              try {
                adopted.channel().accept();
                end.complete(new AssertionError("accepted"));
              } catch (IOException shut) {
                end.complete(shut);
              }
            });
    Proc.until(() -> isBlocked(acceptor));
    shut(socket, soon());
    assertInstanceOf(IOException.class, end.join());
    shut(socket, soon());
    assertThrows(IOException.class, () -> adopted.channel().accept());
  }

  private static boolean isBlocked(Thread thread) {
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.anyMatch(task -> {
        try {
          return Files.readString(task.resolve("comm")).strip().equals(thread.getName())
              && ACCEPT.contains(Files.readString(task.resolve("syscall")).split(" ")[0]);
        } catch (IOException gone) {
          return false;
        }
      });
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void at_the_deadline_the_socket_is_shut_whatever_is_queued() throws Exception {
    ListeningSocket socket = bind("tcp");
    connect(socket);
    shut(socket, Deadline.after(Duration.ZERO));
    assertThrows(IOException.class, () -> Clients.connect(socket.address()));
  }

  @Test
  void an_interrupted_wait_shuts_the_socket_too() throws Exception {
    ListeningSocket socket = bind("tcp");
    connect(socket);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> shut(socket, Deadline.never()));
    assertThrows(IOException.class, () -> Clients.connect(socket.address()));
  }

  @Test
  void what_is_no_socket_is_not_adopted() throws Exception {
    try (MemoryFile file = MemoryFile.of("no-socket", "")) {
      String target = Proc.ownDescriptor(file.descriptor());
      for (ListenAddress address :
          List.of(ListenAddress.tcp("127.0.0.1", 1), ListenAddress.unix(Path.of("/x")))) {
        for (int descriptor : new int[] {file.descriptor(), 9999}) {
          String message =
              assertThrows(IOException.class, () -> AdoptedSocket.adopt(descriptor, address))
                  .getMessage();
          assertTrue(message.contains("descriptor " + descriptor), message);
          assertTrue(message.contains(address.text()), message);
        }
      }
      assertEquals(1, Proc.ownDescriptorsLike(target));
    }
  }

  @Test
  void the_same_port_at_another_address_is_not_mistaken_for_the_placeholder() throws Exception {
    ListeningSocket wanted = bind("tcp");
    int port = assertInstanceOf(ListenAddress.Tcp.class, wanted.address()).port();
    for (int i = 2; i < 8; i++) {
      open.add(ListeningSocket.bind(ListenAddress.tcp("127.0.0." + i, port)));
    }
    assertEquals(wanted.descriptor(), OwnDescriptors.ofListeningPort(port));
  }
}
