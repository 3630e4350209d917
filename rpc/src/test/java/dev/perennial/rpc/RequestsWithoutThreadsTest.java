package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.SettableTicker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of requests whose threads cannot be started.
final class RequestsWithoutThreadsTest {

  private static final Deadline LATER = Deadline.after(Duration.ofMinutes(1));
  private static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();

  private final SettableTicker time = new SettableTicker();
  private final Adder adder = new Adder();

  // Where threads come from at present.
  private ThreadFactory threads = Unstartable::new;

  @Endpoint
  static final class Adder {
    // Given by the test, which holds the first one there.
    private final CompletableFuture<Boolean> goOn = new CompletableFuture<>();

    @RemoteMethod
    int add(int a, int b) {
      return a + b;
    }

    @RemoteMethod
    int addLater(int a, int b) {
      return goOn.join() ? a + b : 0;
    }
  }

  private static final class Unstartable extends Thread {
    Unstartable(Runnable body) {
      super(body);
    }

    @Override
    public void start() {
      throw new OutOfMemoryError("unable to create native thread");
    }
  }

  /// One that runs although its start has failed: by the time that is told, it has ended.
  private static final class StartedNevertheless extends Thread {
    private final Runnable body;

    StartedNevertheless(Runnable body) {
      this.body = body;
    }

    @Override
    public void start() {
      body.run();
      throw new OutOfMemoryError("unable to create native thread");
    }
  }

  @Test
  void a_request_that_was_acknowledged_is_answered_by_a_failure_and_others_run() throws Exception {
    RunningRequests requests = open(Acknowledge.ON_START, 1);
    OwedRequest lost = offered(requests, "add");
    Reply.Failed failed = lost.awaitFailure();
    assertEquals("DeliveryException", failed.failure().type());
    assertEquals(
        "the method was not run, since its server can start no thread:"
            + " java.lang.OutOfMemoryError: unable to create native thread",
        failed.failure().message());
    assertTrue(lost.accepted.isDone());
    threads = VIRTUAL;
    OwedRequest next = offered(requests, "add");
    next.awaitReply();
    lost.confirm();
    next.confirm();
    assertTrue(requests.awaitEnd(LATER));
  }

  @Test
  void a_request_that_is_the_brokers_still_goes_back_after_a_pause_and_others_run()
      throws Exception {
    RunningRequests requests = open(Acknowledge.ON_COMPLETION, 1);
    OwedRequest lost = offered(requests, "add");
    assertFalse(lost.requeued.isDone());
    threads = VIRTUAL;
    offered(requests, "add").awaitReply();
    time.advance(Duration.ofSeconds(1));
    assertTrue(lost.requeued.isDone());
    assertFalse(lost.accepted.isDone());
    assertFalse(lost.reply.isDone());
  }

  @ParameterizedTest
  @EnumSource
  void a_request_for_which_no_thread_is_made_goes_back(Acknowledge acknowledge) throws Exception {
    threads =
        _ -> {
          throw new OutOfMemoryError("unable to create native thread");
        };
    RunningRequests requests = open(acknowledge, 1);
    OwedRequest lost = offered(requests, "add");
    time.advance(Duration.ofSeconds(1));
    assertTrue(lost.requeued.isDone());
    assertFalse(lost.accepted.isDone());
    assertTrue(requests.awaitEnd(LATER));
  }

  @Test
  void those_that_wait_are_tried_when_the_first_one_has_left_its_place() throws Exception {
    threads = VIRTUAL;
    RunningRequests requests = open(Acknowledge.ON_COMPLETION, 1);
    OwedRequest first = offered(requests, "add_later");
    // So many that no stack would hold a frame of each.
    List<OwedRequest> lost =
        IntStream.range(0, 5_000).mapToObj(_ -> offered(requests, "add")).toList();
    threads = Unstartable::new;
    adder.goOn.complete(true);
    first.awaitReply();
    first.confirm();
    assertTrue(requests.awaitEnd(LATER));
    time.advance(Duration.ofSeconds(1));
    assertTrue(lost.stream().allMatch(each -> each.requeued.isDone()));
  }

  // The JDK hands a virtual thread to its scheduler before it finds that it can start no carrier.
  @Test
  void a_request_that_runs_although_its_thread_was_not_started_is_not_given_up() throws Exception {
    threads = StartedNevertheless::new;
    RunningRequests requests = open(Acknowledge.ON_START, 1);
    OwedRequest request = offered(requests, "add");
    request.awaitReply();
    request.confirm();
    assertTrue(requests.awaitEnd(LATER));
    assertEquals(1, requests.activity().requestsTotal());
  }

  private RunningRequests open(Acknowledge acknowledge, int limit) {
    RequestRunner runner =
        new RequestRunner(
            new EndpointTable(List.of(adder)),
            JsonSerializer.standard(),
            ErrorTypes.standard(),
            acknowledge,
            time.timers());
    RunningRequests requests =
        new RunningRequests(runner, "threadless", limit, body -> threads.newThread(body));
    requests.open();
    return requests;
  }

  private static OwedRequest offered(RunningRequests requests, String method) {
    OwedRequest request = new OwedRequest(method);
    requests.offer(request);
    return request;
  }
}
