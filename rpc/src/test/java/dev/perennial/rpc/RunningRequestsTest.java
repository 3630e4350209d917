package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.WorkInFlight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

final class RunningRequestsTest {

  private static final Deadline PASSED = Deadline.after(Duration.ZERO);
  private static final Deadline LATER = Deadline.after(Duration.ofMinutes(1));

  private final Adder adder = new Adder();

  @Endpoint
  static final class Adder {
    private final CountDownLatch begun = new CountDownLatch(1);

    @RemoteMethod
    int addUntilInterrupted(int a, int b) throws InterruptedException {
      begun.countDown();
      new CountDownLatch(1).await();
      return a + b;
    }

    @RemoteMethod
    int addWrappingTheInterrupt(int a, int b) {
      try {
        return addUntilInterrupted(a, b);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException("no connection", stopped);
      }
    }

    @RemoteMethod
    int addRefusing(int a, int b) {
      try {
        return addUntilInterrupted(a, b);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException("refused");
      }
    }

    // As a call that waits for its reply is.
    @RemoteMethod
    int addByACall(int a, int b) {
      try {
        return addUntilInterrupted(a, b);
      } catch (InterruptedException stopped) {
        throw new RpcInterruptedException("call of add");
      }
    }

    @RemoteMethod
    int addInterrupted(int a, int b) throws InterruptedException {
      throw new InterruptedException("by the method itself");
    }

    @RemoteMethod
    int addFailing(int a, int b) {
      throw new WithoutText();
    }

    @RemoteMethod
    int add(int a, int b) {
      return a + b;
    }
  }

  /// Such as one whose text needs what is gone.
  static final class WithoutText extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no text");
    }
  }

  @Test
  void an_owed_reply_holds_neither_a_thread_nor_a_place() throws Exception {
    RunningRequests requests = open(Acknowledge.ON_START, 1);
    OwedRequest first = offered(requests);
    OwedRequest second = offered(requests);
    second.awaitReply();
    List<WorkInFlight> inFlight = requests.inFlight();
    assertEquals(2, inFlight.size());
    assertTrue(inFlight.stream().allMatch(work -> work.thread().isEmpty()), inFlight.toString());
    first.confirm();
    second.confirm();
    assertTrue(requests.awaitEnd(LATER));
    assertEquals(2, requests.activity().requestsTotal());
  }

  @Test
  void a_request_whose_id_is_no_text_is_listed_without_it() throws Exception {
    RunningRequests requests = open(Acknowledge.ON_START, 1);
    OwedRequest request = new OwedRequest("add");
    request.context =
        Map.of("request_id", JsonNodeFactory.instance.objectNode().put("of", "a peer"));
    requests.offer(request);
    request.awaitReply();
    assertEquals(Optional.empty(), requests.inFlight().getFirst().id());
    request.confirm();
  }

  @Test
  void very_many_owed_replies_hold_places() throws Exception {
    RunningRequests requests = open(Acknowledge.ON_START, 1);
    List<OwedRequest> owed = IntStream.range(0, 257).mapToObj(_ -> offered(requests)).toList();
    for (OwedRequest each : owed) {
      each.awaitReply();
    }
    OwedRequest late = offered(requests);
    assertFalse(late.accepted.isDone());
    // Any of them, not only the one that holds the place.
    owed.getFirst().confirm();
    late.awaitReply();
  }

  @Test
  void the_end_comes_when_the_broker_has_all_replies() throws Exception {
    RunningRequests requests = open(Acknowledge.ON_START, 1);
    OwedRequest request = offered(requests);
    request.awaitReply();
    assertFalse(requests.awaitEnd(PASSED));
    request.confirm();
    assertTrue(requests.awaitEnd(LATER));
  }

  @Test
  void a_reply_of_a_server_that_was_stopped_is_not_waited_for_long() throws Exception {
    RunningRequests requests = open(Acknowledge.ON_START, 1);
    offered(requests).awaitReply();
    requests.close();
    requests.interrupt(PASSED);
    assertFalse(requests.awaitEnd(LATER));
  }

  @Test
  void the_reply_of_a_method_that_was_cut_off_is_not_waited_for_long() throws Exception {
    RunningRequests requests = open(Acknowledge.ON_START, 1);
    OwedRequest request = begun(requests, "add_until_interrupted");
    requests.interrupt(PASSED);
    assertFalse(requests.awaitEnd(LATER));
    request.awaitFailure();
  }

  @Test
  void the_reply_of_a_method_that_was_cut_off_is_waited_for_a_moment() throws Exception {
    RunningRequests requests = open(Acknowledge.ON_START, 1);
    OwedRequest request = begun(requests, "add_until_interrupted");
    requests.interrupt(LATER);
    assertEquals(
        "the server was stopped while the method ran", request.awaitFailure().failure().message());
    assertFalse(requests.awaitEnd(PASSED));
    request.confirm();
    assertTrue(requests.awaitEnd(LATER));
  }

  @ParameterizedTest
  @CsvSource({
    "add_until_interrupted, java.lang.InterruptedException, ''",
    "add_by_a_call, dev.perennial.rpc.RpcInterruptedException, ''",
    "add_wrapping_the_interrupt, java.lang.IllegalStateException, ': no connection'"
  })
  void the_failure_of_a_method_that_was_cut_off_says_why_and_where(
      String method, String type, String more) throws Exception {
    RunningRequests requests = open(Acknowledge.ON_START, 1);
    OwedRequest request = begun(requests, method);
    requests.interrupt(LATER);
    RemoteFailure failure = request.awaitFailure().failure();
    assertEquals(type, failure.qualifiedType());
    assertEquals("the server was stopped while the method ran" + more, failure.message());
    assertEquals(
        List.of(failure.message()), failure.args().stream().map(JsonNode::asString).toList());
    assertTrue(failure.traceback().toString().contains("Adder.add"), failure::toString);
    request.confirm();
    assertTrue(requests.awaitEnd(LATER));
  }

  @Test
  void a_failure_that_is_none_of_the_interrupt_is_told_as_it_is() throws Exception {
    RunningRequests requests = open(Acknowledge.ON_START, 1);
    OwedRequest request = begun(requests, "add_refusing");
    requests.interrupt(LATER);
    assertEquals("refused", request.awaitFailure().failure().message());
    request.confirm();
    assertTrue(requests.awaitEnd(LATER));
  }

  @Test
  void a_request_may_stay_the_brokers_until_it_has_the_reply() throws Exception {
    RunningRequests requests = open(Acknowledge.ON_COMPLETION, 1);
    OwedRequest request = offered(requests);
    request.awaitReply();
    assertFalse(request.accepted.isDone());
    request.confirm();
    assertTrue(requests.awaitEnd(LATER));
    assertTrue(request.accepted.isDone());
  }

  @Test
  void a_method_is_cut_off_also_when_its_thread_has_not_started() throws Exception {
    RunningRequests requests = open(Acknowledge.ON_START, 1);
    OwedRequest request = new OwedRequest("add_until_interrupted");
    request.whenAccepted = () -> requests.interrupt(PASSED);
    requests.offer(request);
    request.awaitFailure();
  }

  @Test
  void a_request_is_accepted_as_soon_as_it_has_a_place() throws Exception {
    RunningRequests requests = open(Acknowledge.ON_START, 1);
    OwedRequest first = new OwedRequest("add_until_interrupted");
    CompletableFuture<Thread> accepting = new CompletableFuture<>();
    first.whenAccepted = () -> accepting.complete(Thread.currentThread());
    OwedRequest second = new OwedRequest("add");
    requests.offer(first);
    requests.offer(second);
    assertEquals(Thread.currentThread(), accepting.resultNow());
    assertFalse(second.accepted.isDone());
    adder.begun.await();
    requests.inFlight().getFirst().thread().orElseThrow().interrupt();
    second.awaitReply();
    assertTrue(second.accepted.isDone());
  }

  @ParameterizedTest
  @ValueSource(strings = {"add_until_interrupted", "add_wrapping_the_interrupt"})
  void a_method_that_was_cut_off_is_for_another_server_whatever_it_throws(String method)
      throws Exception {
    RunningRequests requests = open(Acknowledge.ON_COMPLETION, 1);
    OwedRequest request = begun(requests, method);
    requests.interrupt(LATER);
    assertTrue(requests.awaitEnd(LATER));
    assertTrue(request.requeued.isDone());
    assertFalse(request.accepted.isDone());
    assertFalse(request.reply.isDone());
  }

  @Test
  void an_interrupt_that_is_not_the_servers_is_a_failure_like_others() throws Exception {
    RunningRequests requests = open(Acknowledge.ON_COMPLETION, 1);
    OwedRequest request = new OwedRequest("add_interrupted");
    requests.offer(request);
    request.awaitFailure();
    request.confirm();
    assertTrue(requests.awaitEnd(LATER));
    assertFalse(request.requeued.isDone());
  }

  @ParameterizedTest
  @EnumSource
  void a_failure_that_cannot_be_printed_is_answered_and_accepted(Acknowledge acknowledge)
      throws Exception {
    RunningRequests requests = open(acknowledge, 1);
    OwedRequest request = new OwedRequest("add_failing");
    requests.offer(request);
    Reply.Failed failed = (Reply.Failed) request.reply.get(60, TimeUnit.SECONDS);
    assertEquals("WithoutText", failed.failure().type());
    assertEquals(
        WithoutText.class.getName() + ", which cannot be printed", failed.failure().message());
    request.confirm();
    assertTrue(requests.awaitEnd(LATER));
    assertTrue(request.accepted.isDone());
  }

  static List<Arguments> unwritable() {
    return List.of(
        arguments(Acknowledge.ON_START, new IllegalStateException("too deep")),
        arguments(Acknowledge.ON_COMPLETION, new IllegalStateException("too deep")),
        arguments(Acknowledge.ON_COMPLETION, new StackOverflowError()));
  }

  @ParameterizedTest
  @MethodSource("unwritable")
  void a_result_that_cannot_be_written_is_answered_by_a_failure(
      Acknowledge acknowledge, Throwable cause) throws Exception {
    RunningRequests requests = open(acknowledge, 1);
    OwedRequest request = new OwedRequest("add");
    request.resultCannotBeWritten = Optional.of(cause);
    requests.offer(request);
    assertEquals(
        "the method has run, but its result cannot be sent: " + cause,
        request.awaitFailure().failure().message());
    request.confirm();
    assertTrue(requests.awaitEnd(LATER));
    assertTrue(request.accepted.isDone());
  }

  @ParameterizedTest
  @EnumSource
  void what_the_broker_has_back_is_not_run(Acknowledge acknowledge) throws Exception {
    RunningRequests requests = open(acknowledge, 1);
    OwedRequest lost = new OwedRequest("add");
    lost.lost = true;
    requests.offer(lost);
    assertTrue(requests.awaitEnd(LATER));
    assertFalse(lost.reply.isDone());
  }

  private RunningRequests open(Acknowledge acknowledge, int limit) {
    RequestRunner runner =
        new RequestRunner(
            new EndpointTable(List.of(adder)),
            JsonSerializer.standard(),
            ErrorTypes.standard(),
            acknowledge);
    RunningRequests requests = new RunningRequests(runner, "owed", limit);
    requests.open();
    return requests;
  }

  private static OwedRequest offered(RunningRequests requests) {
    OwedRequest request = new OwedRequest("add");
    requests.offer(request);
    return request;
  }

  // At a server that was closed since.
  private OwedRequest begun(RunningRequests requests, String method) throws Exception {
    OwedRequest request = new OwedRequest(method);
    requests.offer(request);
    assertTrue(adder.begun.await(60, TimeUnit.SECONDS));
    requests.close();
    return request;
  }
}
