package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perennial.rpc.Acknowledge;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.schedule.Deadline;
import dev.perennial.testing.LogLines;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Servers whose callers ended before the reply, on a real broker.
final class VanishedCallersTest {

  private static final String PATIENCE = "kombu_missing_consumer_retry_timeout";
  private static final String LONGER_THAN_ANY_CALLER =
      Long.toString(10 * Broker.PATIENCE.toSeconds());

  private static final int VANISHED = 400;
  private static final int KEPT = 192;

  private final LatchedDesk desk = new LatchedDesk();

  @ParameterizedTest
  @EnumSource
  void replies_that_are_tried_again_do_not_keep_others_waiting(Acknowledge acknowledge)
      throws Exception {
    try (LogLines log = LogLines.of("dev.perennial.rpc.rabbitmq")) {
      try (Transport serving = Broker.shared().transport(Map.of(PATIENCE, LONGER_THAN_ANY_CALLER));
          Transport calling = Broker.shared().transport()) {
        RpcServer server = desk.serve(serving, 2, acknowledge);
        beginAndLeave("one", "two");
        desk.letEnd(2);
        for (int i = 0; i < 20; i++) {
          assertEquals(3, desk.add(calling));
        }
        server.stop();
      }
      log.await("a reply was dropped: the transport was closed", 2, Broker.PATIENCE);
    }
  }

  // More than the replies that are kept for queues that may come back.
  @Test
  void hundreds_of_vanished_callers_keep_nobody_waiting_at_any_limit() throws Exception {
    try (LogLines log = LogLines.of("dev.perennial.rpc.rabbitmq")) {
      try (Transport serving = Broker.shared().transport(Map.of(PATIENCE, LONGER_THAN_ANY_CALLER));
          Transport calling = Broker.shared().transport()) {
        RpcServer server = desk.serve(serving, 2);
        leaveMany();
        desk.letEnd(VANISHED);
        for (int i = 0; i < 20; i++) {
          assertEquals(3, desk.add(calling));
        }
        log.await("too many callers have no queue", VANISHED - KEPT, Broker.PATIENCE);
        server.stop();
      }
      log.await("a reply was dropped: the transport was closed", KEPT, Broker.PATIENCE);
    }
  }

  // The server runs two of the calls; the rest is the broker's.
  private void leaveMany() throws Exception {
    try (Transport gone = Broker.shared().transport()) {
      desk.beginSlow(gone, "one");
      desk.beginSlow(gone, "two");
      for (int i = 2; i < VANISHED; i++) {
        desk.leaveSlow(gone, "more");
      }
      Waiting.until(
          "the broker has the rest", Broker.PATIENCE, () -> desk.queued() == VANISHED - 2);
    }
  }

  @Test
  void replies_that_are_tried_again_end_with_their_transport() throws Exception {
    try (LogLines log = LogLines.of("dev.perennial.rpc.rabbitmq")) {
      try (Transport serving =
          Broker.shared().transport(Map.of(PATIENCE, LONGER_THAN_ANY_CALLER))) {
        RpcServer server = desk.serve(serving, 2);
        beginAndLeave("one", "two");
        desk.letEnd(2);
        server.stop();
        assertFalse(server.awaitStopped(Deadline.after(Broker.PATIENCE)), "they are owed still");
      }
      log.await("a reply was dropped: the transport was closed", 2, Broker.PATIENCE);
    }
  }

  @Test
  void replies_to_a_caller_that_stayed_away_are_given_up_soon() throws Exception {
    try (LogLines log = LogLines.of("dev.perennial.rpc.rabbitmq");
        Transport serving = Broker.shared().transport(Map.of(PATIENCE, "1"))) {
      RpcServer server = desk.serve(serving, 3);
      beginAndLeave("one", "two", "three");
      desk.letEnd(1);
      log.await("the queue of its caller stayed away", 1, Broker.PATIENCE);
      desk.letEnd(2);
      log.await("its caller has gone", 2, Broker.PATIENCE);
      assertEquals(1, log.count("the queue of its caller stayed away"));
      server.stop();
    }
  }

  @Test
  void a_caller_that_was_given_up_and_comes_back_gets_its_replies() throws Exception {
    Relay first = new Relay(Broker.shared().port());
    try (LogLines log = LogLines.of("dev.perennial.rpc.rabbitmq");
        Relay second = new Relay(Broker.shared().port());
        Transport serving = Broker.shared().transport(Map.of(PATIENCE, "0"));
        Transport calling = over(first, second)) {
      RpcServer server = desk.serve(serving, 3);
      first.open();
      Set<String> others = Broker.shared().replyQueues();
      desk.beginSlow(calling, "one");
      first.close();
      Waiting.until("its queue is gone", Broker.PATIENCE, () -> hasNoReplyQueuesBut(others));
      desk.letEnd(1);
      log.await("the queue of its caller stayed away", 1, Broker.PATIENCE);
      second.open();
      Waiting.until("it is back", Broker.PATIENCE, () -> calling.status().reconnects() == 2);
      assertEquals(3, desk.add(calling));
      server.stop();
    }
  }

  @Test
  void without_the_mandatory_flag_a_lost_reply_is_not_noticed() throws Exception {
    Map<String, String> options =
        Map.of("direct_mandatory_flag", "false", PATIENCE, LONGER_THAN_ANY_CALLER);
    try (LogLines log = LogLines.of("dev.perennial.rpc.rabbitmq");
        Transport serving = Broker.shared().transport(options)) {
      RpcServer server = desk.serve(serving, 1);
      beginAndLeave("one");
      desk.letEnd(1);
      server.drain(Deadline.never());
      assertEquals(0, log.count("a reply was dropped"));
      server.stop();
    }
  }

  private static boolean hasNoReplyQueuesBut(Set<String> others) throws Exception {
    return others.containsAll(Broker.shared().replyQueues());
  }

  private static Transport over(Relay first, Relay second) {
    String url =
        "rabbit://guest:guest@127.0.0.1:%d,guest:guest@127.0.0.1:%d/"
            .formatted(first.port(), second.port());
    return Transport.open(TransportUrl.parse(url), Broker.shared().config(Map.of()));
  }

  // Their private queue goes with them.
  private void beginAndLeave(String... calls) throws Exception {
    Transport gone = Broker.shared().transport();
    try (gone) {
      for (String call : List.of(calls)) {
        desk.beginSlow(gone, call);
      }
    }
  }
}
