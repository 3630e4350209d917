package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.InFlight;
import dev.perennial.schedule.WorkInFlight;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// What every transport has to do, with what this class inherits. The test of a transport extends
/// it.
public abstract class TransportContract extends NotificationContract {

  // Half of it is what a busy machine may take for a sign of life.
  private static final Duration MONITOR = Duration.ofSeconds(3);

  /// Creates the test.
  protected TransportContract() {}

  /// What the tests call.
  @Endpoint(version = "1.3")
  interface Desk {

    int add(int a, int b);

    Optional<String> find(String key);

    Letter echo(Letter letter);

    void refuse(String why) throws RefusedException;

    String who(RpcContext context);

    String slow(String what) throws InterruptedException;

    void note(String what);
  }

  record Letter(String sender, List<String> linesOfText, Map<String, Integer> counts) {}

  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /// A desk that records what it was asked.
  static final class RecordingDesk implements Desk {
    final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
    final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    final CountDownLatch goOn = new CountDownLatch(1);
    final String name;

    RecordingDesk(String name) {
      this.name = name;
    }

    @Override
    public int add(int a, int b) {
      return a + b;
    }

    @Override
    public Optional<String> find(String key) {
      return key.equals("known") ? Optional.of("value") : Optional.empty();
    }

    @Override
    public Letter echo(Letter letter) {
      return letter;
    }

    @Override
    public void refuse(String why) throws RefusedException {
      throw new RefusedException(why);
    }

    @Override
    public String who(RpcContext context) {
      return name + " " + context.userId().orElse("nobody") + " " + context.requestId().orElse("");
    }

    @Override
    public String slow(String what) throws InterruptedException {
      begun.add(what);
      goOn.await();
      return what;
    }

    @Override
    public void note(String what) {
      notes.add(what);
    }

    String nextNote() throws InterruptedException {
      String note = notes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return note == null ? "none came" : note;
    }

    String nextBegun() throws InterruptedException {
      String call = begun.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return call == null ? "none began" : call;
    }
  }

  @Test
  void a_call_returns_what_the_method_returned() throws Exception {
    serve("one");
    assertEquals(5, client().call("add", Map.of("a", 2, "b", 3), Integer.class));
    Letter letter = new Letter("Zoë", List.of("ein Gruß", "😀 \"quoted\"\n", ""), Map.of("x", 1));
    assertEquals(letter, client().call("echo", Map.of("letter", letter), Letter.class));
  }

  @Test
  void a_proxy_calls_as_if_it_were_the_object() throws Exception {
    serve("one");
    Desk desk = client().proxy(Desk.class);
    assertEquals(7, desk.add(3, 4));
    assertEquals(Optional.of("value"), desk.find("known"));
    assertEquals(Optional.empty(), desk.find("unknown"));
  }

  @Test
  void a_payload_of_a_megabyte_arrives_whole() throws Exception {
    serve("one");
    Letter letter = new Letter("x", List.of("ä".repeat(1 << 20)), Map.of());
    assertEquals(letter, client().call("echo", Map.of("letter", letter), Letter.class));
  }

  @Test
  void a_cast_reaches_one_server_of_the_topic() throws Exception {
    RecordingDesk first = serve("one");
    RecordingDesk second = serve("two");
    for (int i = 0; i < 20; i++) {
      client().cast("note", Map.of("what", "cast " + i));
    }
    Set<String> notes = new HashSet<>();
    awaitTrue(() -> first.notes.size() + second.notes.size() >= 20);
    first.notes.drainTo(notes);
    second.notes.drainTo(notes);
    assertEquals(20, notes.size());
  }

  @Test
  void a_fanout_reaches_every_server_of_the_topic() throws Exception {
    RecordingDesk first = serve("one");
    RecordingDesk second = serve("two");
    client().fanout("note", Map.of("what", "to all"));
    assertEquals("to all", first.nextNote());
    assertEquals("to all", second.nextNote());
  }

  @Test
  void a_directed_call_reaches_the_server_that_it_names() throws Exception {
    serve("one");
    serve("two");
    for (int i = 0; i < 5; i++) {
      RpcClient two = client().prepare(to -> to.server("two"));
      assertTrue(two.call("who", Map.of(), String.class).startsWith("two "));
    }
  }

  @Test
  void a_call_that_nobody_listens_to_fails_at_once() {
    assertThrows(UndeliverableException.class, () -> client().call("add", Map.of("a", 1, "b", 2)));
    RpcClient nowhere = client().prepare(to -> to.server("nowhere"));
    assertThrows(UndeliverableException.class, () -> nowhere.cast("note", Map.of("what", "x")));
  }

  @Test
  void a_call_to_every_server_is_refused() {
    RpcClient all = client().prepare(to -> to.target(to.target().withFanout(true)));
    assertThrows(InvalidTargetException.class, () -> all.call("add", Map.of()));
  }

  @Test
  void the_context_travels_and_a_request_id_is_made() throws Exception {
    serve("one");
    RpcContext context = RpcContext.of(Map.of("user_id", "ann", "request_id", "req-1"));
    String who = context.call(() -> client().call("who", Map.of(), String.class));
    assertEquals("one ann req-1", who);
    assertTrue(client().call("who", Map.of(), String.class).contains("nobody req-"));
  }

  @Test
  void a_declared_exception_arrives_as_itself_where_it_is_allowed() throws Exception {
    serve("one");
    RpcClient trusting =
        client()
            .withErrors(
                ErrorTypes.standard()
                    .allow(
                        RefusedException.class,
                        "desk",
                        "Refused",
                        failure -> new RefusedException(failure.message())));
    RefusedException refused =
        assertThrows(
            RefusedException.class, () -> trusting.proxy(Desk.class).refuse("Grüße, \"no\""));
    assertEquals("Grüße, \"no\"", refused.getMessage());
    RemoteException remote =
        assertThrows(RemoteException.class, () -> client().call("refuse", Map.of("why", "no")));
    assertEquals("desk.Refused", remote.failure().qualifiedType());
    assertFalse(remote.failure().traceback().isEmpty());
  }

  @Test
  void an_unknown_method_and_a_wrong_version_have_exceptions_of_their_own() throws Exception {
    serve("one");
    assertThrows(NoSuchRemoteMethodException.class, () -> client().call("nothing", Map.of()));
    RpcClient newer = client().prepare(to -> to.version("1.4"));
    assertThrows(UnsupportedVersionException.class, () -> newer.call("find", Map.of("key", "a")));
    RpcClient other = client().prepare(to -> to.namespace("other"));
    assertThrows(UnsupportedVersionException.class, () -> other.call("find", Map.of("key", "a")));
  }

  @Test
  void arguments_that_do_not_fit_are_named() throws Exception {
    serve("one");
    assertMessage("argument 'b'", () -> client().call("add", Map.of("a", 1)));
    assertMessage("[c]", () -> client().call("add", Map.of("a", 1, "b", 2, "c", 3)));
    assertMessage("argument 'a'", () -> client().call("add", Map.of("a", "x", "b", 2)));
  }

  @Test
  void a_call_ends_at_its_timeout_and_leaves_nothing_behind() throws Exception {
    RecordingDesk desk = new RecordingDesk("one");
    RpcServer server = server(desk, "one", 8);
    // Connects and declares what the timeout below is not for.
    assertEquals(3, client().call("add", Map.of("a", 1, "b", 2), Integer.class));
    RpcClient hasty = client().prepare(to -> to.timeout(Duration.ofSeconds(3)));
    long begin = System.nanoTime();
    assertThrows(RpcTimeoutException.class, () -> hasty.call("slow", Map.of("what", "a")));
    Duration waited = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue(waited.toMillis() >= 3000 && waited.compareTo(AT_ONCE) < 0, waited::toString);
    assertEquals("a", desk.nextBegun());
    desk.goOn.countDown();
    assertEquals(3, client().call("add", Map.of("a", 1, "b", 2), Integer.class));
    server.drain(Deadline.after(PATIENCE));
    assertEquals(0, transport.status().waitingCalls());
  }

  @Test
  void a_call_is_known_to_be_under_way_at_both_ends() throws Exception {
    RecordingDesk desk = serve("one");
    Thread caller = Thread.ofVirtual().start(() -> client().call("slow", Map.of("what", "seen")));
    assertEquals("seen", desk.nextBegun());
    WorkInFlight request = underWay("RPC request", thread -> thread != caller);
    assertEquals("slow", request.what());
    assertTrue(request.id().orElseThrow().startsWith("req-"));
    WorkInFlight call = underWay("RPC call", thread -> thread == caller);
    assertTrue(call.what().contains("slow"), call::toString);
    desk.goOn.countDown();
    caller.join();
    awaitTrue(() -> work("RPC call", thread -> thread == caller).isEmpty());
  }

  private static WorkInFlight underWay(String kind, Predicate<Thread> thread) throws Exception {
    awaitTrue(() -> work(kind, thread).isPresent());
    return work(kind, thread).orElseThrow();
  }

  // Other tests may have left one of theirs.
  private static Optional<WorkInFlight> work(String kind, Predicate<Thread> thread) {
    return InFlight.ofProcess().list().stream()
        .filter(one -> one.kind().equals(kind) && one.thread().filter(thread).isPresent())
        .reduce((_, youngest) -> youngest);
  }

  @Test
  void a_call_that_timed_out_in_the_queue_is_never_run() throws Exception {
    RecordingDesk desk = new RecordingDesk("one");
    RpcServer server = server(desk, "one", 1);
    Thread holder = Thread.startVirtualThread(() -> client().call("slow", Map.of("what", "first")));
    assertEquals("first", desk.nextBegun());
    RpcClient hasty = client().prepare(to -> to.timeout(Duration.ofMillis(300)));
    assertThrows(RpcTimeoutException.class, () -> hasty.call("slow", Map.of("what", "late")));
    desk.goOn.countDown();
    holder.join();
    assertEquals(3, client().call("add", Map.of("a", 1, "b", 2), Integer.class));
    server.drain(Deadline.after(PATIENCE));
    assertTrue(desk.begun.isEmpty());
  }

  @Test
  void a_monitored_call_outlives_many_times_its_monitor() throws Exception {
    RecordingDesk desk = serve("one");
    RpcClient monitored = client().prepare(to -> to.callMonitorTimeout(MONITOR));
    Thread.startVirtualThread(() -> {
      try {
        assertEquals("long", desk.nextBegun());
        // So long that one sign of life is not enough.
        new CountDownLatch(1).await(3 * MONITOR.toMillis() + 200, TimeUnit.MILLISECONDS);
        desk.goOn.countDown();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    });
    assertEquals("long", monitored.call("slow", Map.of("what", "long"), String.class));
  }

  @Test
  void what_a_stopped_server_had_not_begun_goes_to_the_next_one() throws Exception {
    RecordingDesk first = new RecordingDesk("first");
    RpcServer stopped = server(first, "first", 2);
    for (int i = 0; i < 12; i++) {
      client().cast("slow", Map.of("what", "s" + i));
    }
    first.nextBegun();
    first.nextBegun();
    stopped.stop();
    RecordingDesk next = new RecordingDesk("next");
    server(next, "next", 64);
    awaitTrue(() -> next.begun.size() >= 10);
    next.goOn.countDown();
  }

  @Test
  void a_server_runs_as_many_requests_as_allowed_and_leaves_the_rest_to_others() throws Exception {
    RecordingDesk narrow = new RecordingDesk("narrow");
    server(narrow, "narrow", 2);
    for (int i = 0; i < 12; i++) {
      client().cast("slow", Map.of("what", "s" + i));
    }
    narrow.nextBegun();
    narrow.nextBegun();
    // Two run and two were delivered ahead; the rest is the broker's and goes to the newcomer.
    RecordingDesk wide = new RecordingDesk("wide");
    server(wide, "wide", 64);
    awaitTrue(() -> wide.begun.size() >= 8);
    assertTrue(narrow.begun.isEmpty());
    narrow.goOn.countDown();
    wide.goOn.countDown();
  }

  @Test
  void drain_answers_what_runs_and_gives_back_what_does_not() throws Exception {
    RecordingDesk old = new RecordingDesk("old");
    RpcServer leaving = server(old, "old", 1);
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    Runnable call = () -> answers.add(client().call("slow", Map.of("what", "x"), String.class));
    Thread.startVirtualThread(call);
    old.nextBegun();
    Thread.startVirtualThread(call);
    Thread.startVirtualThread(call);
    awaitTrue(() -> transport.status().waitingCalls() == 3);
    Thread draining =
        Thread.startVirtualThread(() -> {
          try {
            leaving.drain(Deadline.after(PATIENCE));
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
    RecordingDesk successor = new RecordingDesk("new");
    successor.goOn.countDown();
    server(successor, "new", 8);
    successor.nextBegun();
    successor.nextBegun();
    assertTrue(draining.isAlive());
    old.goOn.countDown();
    draining.join();
    leaving.stop();
    assertTrue(leaving.awaitStopped(Deadline.after(PATIENCE)));
    awaitTrue(() -> answers.size() == 3);
    assertTrue(old.begun.isEmpty());
  }

  @Test
  void a_server_that_was_stopped_starts_again() throws Exception {
    RecordingDesk desk = new RecordingDesk("one");
    RpcServer server = server(desk, "one", 4);
    server.drain(Deadline.after(PATIENCE));
    server.stop();
    server.stop();
    server.start();
    server.start();
    assertEquals(3, client().call("add", Map.of("a", 1, "b", 2), Integer.class));
  }

  @Test
  void a_method_that_is_not_offered_cannot_be_called() throws Exception {
    serve("one");
    for (String name : List.of("next_note", "toString", "to_string", "getClass", "hash_code")) {
      assertThrows(NoSuchRemoteMethodException.class, () -> client().call(name, Map.of()), name);
    }
  }

  @Test
  void a_transport_that_is_closed_ends_the_calls_that_wait() throws Exception {
    RecordingDesk desk = serve("one");
    Transport other = another();
    BlockingQueue<Exception> ends = new LinkedBlockingQueue<>();
    Thread.startVirtualThread(() -> {
      try {
        RpcClient.create(other, target()).call("slow", Map.of("what", "x"));
      } catch (RpcException end) {
        ends.add(end);
      }
    });
    desk.nextBegun();
    other.close();
    assertTrue(
        ends.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS) instanceof UnknownOutcomeException);
    desk.goOn.countDown();
  }

  private RecordingDesk serve(String name) throws Exception {
    RecordingDesk desk = new RecordingDesk(name);
    server(desk, name, 8);
    return desk;
  }

  private RpcServer server(RecordingDesk desk, String name, int limit) throws Exception {
    RpcServer server =
        RpcServer.builder(another(), target().withServer(name))
            .endpoint(desk)
            .limit(limit)
            .errors(
                ErrorTypes.standard()
                    .allow(
                        RefusedException.class,
                        "desk",
                        "Refused",
                        failure -> new RefusedException(failure.message())))
            .build();
    server.start();
    opened.add(server::stop);
    return server;
  }

  private RpcClient client() {
    return RpcClient.create(transport, target());
  }

  private static void assertMessage(String part, Runnable call) {
    String message = assertThrows(RemoteException.class, call::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
