package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.BoundSocket;
import dev.perennial.service.Metrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpEndPointTest {

  private BoundSocket socket;
  private WireClient client;
  private HttpEndPoint endPoint;

  // Nobody selects: what an end point waits for never comes.
  private static final class NoSelectors extends SelectorManager {

    NoSelectors() {
      super(Runnable::run, new ScheduledExecutorScheduler(), 1);
    }

    @Override
    protected EndPoint newEndPoint(
        SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Connection newConnection(SelectableChannel channel, EndPoint on, Object attachment) {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void connect() throws Exception {
    socket = Sockets.tcp();
    client = WireClient.connect(socket.address());
    SocketChannel accepted = socket.channel().accept();
    accepted.configureBlocking(false);
    endPoint =
        new HttpEndPoint(
            accepted,
            new ManagedSelector(new NoSelectors(), 0),
            null,
            new ScheduledExecutorScheduler(),
            Runnable::run,
            new Pace(HttpTimeouts.DEFAULTS, System.nanoTime(), false),
            ConnectionEnds.of(Metrics.unseen(), "api"));
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    endPoint.close();
    socket.channel().close();
  }

  private String fill(int space) {
    ByteBuffer buffer = BufferUtil.allocate(space);
    endPoint.fill(buffer);
    return StandardCharsets.ISO_8859_1.decode(buffer).toString();
  }

  private Exchange exchange(Request request) {
    RequestCount count = RequestCount.of(Metrics.unseen(), "api");
    return new Exchange(request, endPoint, Fakes.ORIGIN, new DrainWatch(), count, Optional.empty());
  }

  private boolean begins() {
    return exchange(Fakes.of(Request.class, (method, _) -> method.equals("getLength") ? 0L : null))
        .begin();
  }

  @Test
  void what_was_looked_at_is_read_first() throws Exception {
    client.send("abcdef");
    Await.until("bytes came", endPoint::hasUnread);
    assertTrue(endPoint.hasUnread());
    assertEquals("a", fill(3));
    assertEquals("bcd", fill(3));
    assertTrue(endPoint.hasUnread());
    assertEquals("e", fill(9));
    assertEquals("f", fill(9));
    assertFalse(endPoint.hasUnread());
    assertEquals("", fill(9));
  }

  @Test
  void what_is_looked_at_after_the_engine_has_begun_to_wait_is_told_to_it() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    endPoint.fillInterested(Callback.from(told::countDown));
    client.send("GET");
    Await.until("told", () -> !endPoint.peerHasLeft() && told.getCount() == 0);
    assertEquals("GET", fill(9));
  }

  @Test
  void a_quiet_connection_with_bytes_in_the_kernel_is_not_closed() throws Exception {
    long since = System.nanoTime() - 2 * CloseDecision.QUIET_NANOS;
    client.send("GET");
    Await.until("a quiet second", () -> endPoint.getIdleFor() >= 1000);
    assertEquals(CloseDecision.QUIET_NANOS, endPoint.tryClose(since, CloseDecision.QUIET_NANOS));
    assertFalse(endPoint.isOutputShutdown());
    assertTrue(begins());
    assertEquals(Long.MAX_VALUE, endPoint.tryClose(since, CloseDecision.QUIET_NANOS));
    assertEquals("G", fill(9));
    assertEquals("ET", fill(9));
  }

  @Test
  void a_connection_that_is_being_closed_begins_no_request() throws Exception {
    long since = System.nanoTime() - 2 * CloseDecision.QUIET_NANOS;
    Await.until("a quiet second", () -> endPoint.getIdleFor() >= 1000);
    endPoint.tryClose(since, CloseDecision.QUIET_NANOS);
    assertTrue(endPoint.isOutputShutdown());
    assertFalse(begins());
    assertTrue(client.readEnd());
    Await.until(
        "closed", () -> endPoint.tryClose(since, CloseDecision.QUIET_NANOS) == Long.MAX_VALUE);
    assertFalse(endPoint.isOpen());
  }

  @Test
  void a_client_has_five_seconds_for_its_last_words() {
    long now = System.nanoTime();
    endPoint.linger(now);
    assertTrue(endPoint.isOutputShutdown());
    assertFalse(begins());
    endPoint.endIfTooSlow(now + Duration.ofMillis(4999).toNanos());
    assertTrue(endPoint.isOpen());
    endPoint.endIfTooSlow(now + Duration.ofSeconds(5).toNanos());
    assertFalse(endPoint.isOpen());
  }

  // As the engine itself refuses a malformed head.
  @Test
  void a_refusal_that_nobody_reads_ends_though_a_head_is_due() {
    long now = System.nanoTime();
    endPoint.pace().headBegan(now);
    endPoint.write(Callback.NOOP, ByteBuffer.allocate(32 << 20));
    for (int minutes = 10; endPoint.isOpen() && minutes <= 20; minutes += 10) {
      endPoint.endIfTooSlow(now + Duration.ofMinutes(minutes).toNanos());
    }
    assertFalse(endPoint.isOpen());
  }

  /// A connection whose engine has read something beyond the request that it answers.
  private final class ReadAhead extends AbstractConnection
      implements Connection.UpgradeFrom, Connection.UpgradeTo {

    ReadAhead() {
      super(endPoint, Runnable::run);
    }

    @Override
    public ByteBuffer onUpgradeFrom() {
      return ByteBuffer.allocate(1);
    }

    @Override
    public void onUpgradeTo(ByteBuffer rest) {}

    @Override
    public void onFillable() {}
  }

  // A request without a body, that the engine goes on from like this.
  @SuppressWarnings("unchecked")
  private HttpStream begin(Runnable engine) {
    Connection connection = new ReadAhead();
    AtomicReference<HttpStream> tracked = new AtomicReference<>();
    HttpStream sent =
        Fakes.of(
            HttpStream.class,
            (method, _) -> {
              engine.run();
              return null;
            });
    Request request =
        Fakes.of(
            Request.class,
            (method, arguments) ->
                switch (method) {
                  case "getConnectionMetaData" ->
                      Fakes.of(ConnectionMetaData.class, (_, _) -> connection);
                  case "addHttpStreamWrapper" -> {
                    tracked.set(((Function<HttpStream, HttpStream>) arguments[0]).apply(sent));
                    yield null;
                  }
                  default -> 0L;
                });
    assertTrue(exchange(request).begin());
    return tracked.get();
  }

  private boolean awaitsHead() {
    long muchLater = System.nanoTime() + Duration.ofHours(1).toNanos();
    return endPoint.pace().verdict(Pace.Phase.HEAD, muchLater).isPresent();
  }

  @Test
  void a_head_that_has_begun_behind_a_request_is_due() {
    begin(() -> {}).succeeded();
    assertTrue(awaitsHead());
  }

  @Test
  void a_request_that_is_over_before_the_one_ahead_of_it_leaves_no_head_behind() {
    begin(() -> begin(() -> {}).failed(new IOException("lost"))).succeeded();
    assertFalse(awaitsHead());
  }
}
