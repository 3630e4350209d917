package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.process.ActivatedSockets;
import dev.perennial.process.ListeningSocket;
import dev.perennial.process.Signal;
import dev.perennial.process.Signals;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BindAttemptsTest {

  private static final ActivatedSockets NONE = ActivatedSockets.none();

  private final AtomicInteger pauses = new AtomicInteger();
  private ServerSocketChannel holder;
  private ListenAddress address;

  @BeforeEach
  void holdPort() throws IOException {
    holder = ServerSocketChannel.open();
    holder.bind(new InetSocketAddress("127.0.0.1", 0));
    address =
        ListenAddress.tcp("127.0.0.1", ((InetSocketAddress) holder.getLocalAddress()).getPort());
  }

  @AfterEach
  void free() throws IOException {
    holder.close();
  }

  @Test
  void an_address_that_becomes_free_meanwhile_is_taken() throws Exception {
    BindAttempts attempts =
        new BindAttempts(
            NONE,
            5,
            () -> false,
            () -> {
              if (pauses.incrementAndGet() == 2) {
                freeInPause();
              }
            });
    try (ListeningSocket socket = attempts.bind(address).orElseThrow()) {
      assertEquals(address.text(), socket.address().text());
    }
    assertEquals(2, pauses.get());
  }

  private void freeInPause() {
    try {
      holder.close();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void the_last_failure_is_reported_when_no_attempt_is_left() {
    BindAttempts attempts = new BindAttempts(NONE, 3, () -> false, pauses::incrementAndGet);
    IOException failure = assertThrows(IOException.class, () -> attempts.bind(address));
    assertTrue(failure.getMessage().contains(address.text()), failure.getMessage());
    assertEquals(3, pauses.get());
    assertThrows(IOException.class, () -> attempts.bind(address), "they are counted over all");
    assertEquals(3, pauses.get());
  }

  @Test
  void without_retries_the_first_failure_is_final() {
    BindAttempts attempts = new BindAttempts(NONE, 0, () -> false, pauses::incrementAndGet);
    assertThrows(IOException.class, () -> attempts.bind(address));
    assertEquals(0, pauses.get());
  }

  @Test
  void whoever_wants_the_end_is_heard_meanwhile() throws Exception {
    BindAttempts attempts =
        new BindAttempts(NONE, 9, () -> pauses.get() == 2, pauses::incrementAndGet);
    assertEquals(Optional.empty(), attempts.bind(address));
    assertEquals(2, pauses.get());
  }

  @Test
  void the_end_is_wanted_by_signals_operators_and_the_program() {
    assertTrue(BindAttempts.isEnd(new Command.Signalled(Signal.TERM)));
    assertTrue(BindAttempts.isEnd(new Command.Signalled(Signal.INT)));
    assertTrue(BindAttempts.isEnd(new Command.StopRequested()));
    assertTrue(BindAttempts.isEnd(asked(ControlRequest.Verb.STOP)));
    assertFalse(BindAttempts.isEnd(asked(ControlRequest.Verb.STATUS)));
    // Not without a terminal, as in most runs of this test.
    assertEquals(
        Signals.hangUpEndsTheProgram(), BindAttempts.isEnd(new Command.Signalled(Signal.HUP)));
    assertFalse(BindAttempts.isEnd(new Command.Signalled(Signal.USR1)));
  }

  private static Command asked(ControlRequest.Verb verb) {
    return new Command.Asked(ControlRequest.of(verb, List.of()));
  }
}
