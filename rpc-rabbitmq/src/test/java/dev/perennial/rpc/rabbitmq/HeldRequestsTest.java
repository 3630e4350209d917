package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class HeldRequestsTest {

  private final Duplicates accepted = new Duplicates(Ticker.system());
  private final HeldRequests requests = new HeldRequests(accepted);
  private final Told first = new Told();
  private final Told copy = new Told();

  /// Writes down what the broker is told of one delivery.
  private static final class Told implements Receipt {
    private final List<String> answers = new ArrayList<>();
    private boolean open = true;

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void accept() {
      answers.add("accepted");
    }

    @Override
    public Runnable acceptAhead() {
      answers.add("to be accepted");
      return this::accept;
    }

    @Override
    public void reject(boolean requeue) {
      answers.add(requeue ? "given back" : "refused");
    }
  }

  @Test
  void a_request_is_accepted_once() {
    HeldRequests.Held request = held(first);
    assertTrue(request.accept());
    assertFalse(request.accept());
    request.requeue();
    assertEquals(List.of("accepted"), first.answers);
  }

  @Test
  void a_request_that_is_accepted_ahead_is_told_to_the_broker_by_the_thread_that_runs_it() {
    HeldRequests.Held request = held(first);
    BooleanSupplier ours = request.acceptAhead();
    assertFalse(request.acceptAhead().getAsBoolean());
    assertTrue(hold(copy).isEmpty());
    assertEquals(List.of("to be accepted"), first.answers);
    assertTrue(ours.getAsBoolean());
    assertEquals(List.of("to be accepted", "accepted"), first.answers);
  }

  @Test
  void a_copy_of_a_request_that_was_accepted_is_accepted_and_forgotten() {
    held(first).accept();
    assertTrue(hold(copy).isEmpty());
    assertEquals(List.of("accepted"), copy.answers);
  }

  @Test
  void a_request_that_waits_when_its_channel_is_lost_goes_on_with_the_copy_that_comes() {
    HeldRequests.Held request = held(first);
    assertCopyTakesOver(request);
  }

  @Test
  void a_request_whose_turn_comes_before_its_copy_leaves_it_to_that() {
    HeldRequests.Held request = held(first);
    first.open = false;
    assertFalse(request.accept());
    HeldRequests.Held again = held(copy);
    request.requeue();
    assertFalse(request.begin());
    assertTrue(again.accept());
    assertEquals(List.of(), first.answers);
    assertEquals(List.of("accepted"), copy.answers);
  }

  @Test
  void a_method_does_not_begin_for_a_request_that_the_broker_has_back() {
    HeldRequests.Held request = held(first);
    first.open = false;
    assertFalse(request.begin());
    assertTrue(held(copy).begin());
  }

  @Test
  void the_copy_of_a_request_that_runs_stays_the_brokers_until_that_has_ended() {
    HeldRequests.Held request = held(first);
    request.begin();
    assertCopyTakesOver(request);
  }

  @Test
  void the_copy_of_a_request_that_was_cut_off_is_given_back() {
    HeldRequests.Held request = held(first);
    request.begin();
    first.open = false;
    hold(copy);
    request.requeue();
    assertEquals(List.of("given back"), copy.answers);
  }

  @Test
  void what_has_run_is_not_run_again_when_its_copy_comes_afterwards() {
    HeldRequests.Held request = held(first);
    request.begin();
    first.open = false;
    assertTrue(request.accept());
    assertTrue(hold(copy).isEmpty());
    assertEquals(List.of("accepted"), copy.answers);
  }

  @Test
  void of_a_request_that_was_sent_twice_one_copy_stays_the_brokers() {
    HeldRequests.Held request = held(first);
    request.begin();
    assertTrue(hold(copy).isEmpty());
    assertEquals(List.of("accepted"), first.answers);
    assertEquals(List.of(), copy.answers);
    request.accept();
    assertEquals(List.of("accepted"), copy.answers);
  }

  @Test
  void a_request_that_was_given_back_may_come_again() {
    held(first).requeue();
    assertEquals(List.of("given back"), first.answers);
    assertTrue(held(copy).accept());
  }

  @Test
  void what_another_subscription_held_is_a_request_like_any_other() {
    held(first);
    HeldRequests later = new HeldRequests(accepted);
    assertTrue(later.hold(Optional.of("id"), copy).orElseThrow().accept());
  }

  @Test
  void requests_without_an_id_are_never_copies() {
    HeldRequests.Held one = requests.hold(Optional.empty(), first).orElseThrow();
    HeldRequests.Held other = requests.hold(Optional.empty(), copy).orElseThrow();
    assertTrue(one.accept());
    assertTrue(other.accept());
    assertTrue(requests.hold(Optional.empty(), new Told()).isPresent());
  }

  private HeldRequests.Held held(Receipt receipt) {
    return hold(receipt).orElseThrow();
  }

  private Optional<HeldRequests.Held> hold(Receipt receipt) {
    return requests.hold(Optional.of("id"), receipt);
  }

  private void assertCopyTakesOver(HeldRequests.Held request) {
    first.open = false;
    assertTrue(hold(copy).isEmpty());
    assertEquals(List.of(), copy.answers);
    assertTrue(request.accept());
    assertEquals(List.of("accepted"), copy.answers);
  }
}
