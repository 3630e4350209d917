package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/// A single request over a raw connection, for questions to the program that are no load.
final class OneRequest {

  private OneRequest() {}

  static RawAnswer get(Target target, String path) throws IOException {
    try (Wire wire = target.wire()) {
      wire.connect();
      String head = "GET " + path + " HTTP/1.1\r\nHost: one\r\nConnection: close\r\n\r\n";
      wire.writeAll(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      return new RawAnswer.Reader(wire).read();
    }
  }

  /// The text of a right answer.
  static String text(Target target, String path) throws IOException {
    RawAnswer answer = get(target, path);
    assertEquals(200, answer.status(), answer::text);
    return answer.text();
  }

  /// Begins a request that takes so long and returns once a handler is busy with it.
  static CompletableFuture<RawAnswer> beginSlow(Program program, int millis)
      throws IOException, InterruptedException {
    return begin(program, "/slow?ms=" + millis);
  }

  /// Begins a request and returns once a handler is busy with it. One that is over before anybody
  /// has seen it, on a busy machine, is followed by another one.
  static CompletableFuture<RawAnswer> begin(Program program, String path)
      throws IOException, InterruptedException {
    Target target = program.tcp();
    AtomicReference<CompletableFuture<RawAnswer>> answer =
        new AtomicReference<>(getLater(target, path));
    Waiting.until(
        "a request in progress",
        Program.PATIENCE,
        () -> {
          if (answer.get().isDone()) {
            assertEquals(200, answer.get().get().status());
            answer.set(getLater(target, path));
          }
          return program.status().workers().stream().anyMatch(w -> w.inFlight() > 0);
        });
    return answer.get();
  }

  static CompletableFuture<RawAnswer> getLater(Target target, String path) {
    CompletableFuture<RawAnswer> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(get(target, path));
          } catch (IOException failure) {
            answer.completeExceptionally(failure);
          }
        });
    return answer;
  }
}
