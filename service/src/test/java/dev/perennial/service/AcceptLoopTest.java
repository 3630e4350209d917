package dev.perennial.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.recorded.LogRecorder;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcceptLoopTest {

  private static final System.Logger LOG = System.getLogger("dev.perennial.service");

  private final List<SocketChannel> accepted = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (SocketChannel one : accepted) {
      one.close();
    }
  }

  private static void run(String name, Consumer<SocketChannel> sink, String... failures) {
    new AcceptLoop(new FailingChannel(failures), name, LOG, sink).run();
  }

  @Test
  void descriptors_that_have_run_out_end_nothing_and_are_logged() {
    run("socket A", accepted::add, "Too many open files", FailingChannel.NONE);
    assertEquals(1, accepted.size());
    assertEquals(1, LogRecorder.count("WARNING cannot accept on socket A, trying again: "));
  }

  @Test
  void a_client_that_has_left_is_not_worth_a_word() {
    run("socket B", accepted::add, "Software caused connection abort", FailingChannel.NONE);
    assertEquals(1, accepted.size());
    assertEquals(0, LogRecorder.count("cannot accept on socket B"));
  }

  @Test
  void a_connection_that_cannot_be_served_is_closed_and_the_next_one_taken() {
    run(
        "socket C",
        peer -> {
          accepted.add(peer);
          if (accepted.size() == 1) {
            throw new NoClassDefFoundError("app/Session");
          }
        },
        FailingChannel.NONE,
        FailingChannel.NONE);
    assertEquals(List.of(false, true), accepted.stream().map(SocketChannel::isOpen).toList());
  }

  @Test
  void memory_that_has_run_out_ends_nothing_although_it_cannot_even_be_logged() {
    run(
        "socket F",
        peer -> {
          accepted.add(peer);
          if (accepted.size() == 1) {
            throw new OutOfMemoryError(LogRecorder.UNLOGGABLE);
          }
        },
        FailingChannel.NO_MEMORY,
        FailingChannel.NONE,
        FailingChannel.NONE);
    assertEquals(List.of(false, true), accepted.stream().map(SocketChannel::isOpen).toList());
  }

  @Test
  void a_socket_that_is_shut_ends_it() {
    run("socket D", accepted::add, "Invalid argument", FailingChannel.NONE);
    assertEquals(List.of(), accepted);
  }

  @Test
  void pauses_grow_to_half_a_second_and_begin_anew_after_an_accept() {
    AcceptPause pause = new AcceptPause(LOG);
    IOException failure = new IOException("Too many open files");
    assertEquals(
        List.of(100L, 200L, 400L, 500L, 500L),
        Stream.generate(() -> pause.after("socket E", failure))
            .limit(5)
            .map(Duration::toMillis)
            .toList());
    pause.reset();
    assertEquals(Duration.ofMillis(100), pause.after("socket E", failure));
    assertEquals(1, LogRecorder.count("socket E"), "not more than one line in a minute");
  }

  @Test
  void failures_are_told_apart() throws Exception {
    FailingChannel channel = new FailingChannel();
    assertEquals(AcceptFailure.EXHAUSTED, failure("Too many open files", channel));
    assertEquals(AcceptFailure.CLIENT_LOST, failure("Software caused connection abort", channel));
    assertEquals(AcceptFailure.SHUT, failure("Invalid argument", channel));
    channel.close();
    assertEquals(AcceptFailure.SHUT, failure("Too many open files", channel));
  }

  private static AcceptFailure failure(String text, FailingChannel channel) {
    return AcceptFailure.of(new IOException(text), channel);
  }
}
