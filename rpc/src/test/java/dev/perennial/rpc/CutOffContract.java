package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What every transport has to do with the requests of a server that is stopped while their methods
/// run, where they are acknowledged when those have ended.
abstract class CutOffContract extends BusContract {

  /// Is interrupted while it writes.
  @Endpoint
  static final class Writer {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch mayEnd = new CountDownLatch(1);
    final List<String> written = new CopyOnWriteArrayList<>();
    private final String name;

    Writer(String name) {
      this.name = name;
    }

    /// Ends well all the same.
    @RemoteMethod
    String finish(String what) throws InterruptedException {
      awaitInterrupt();
      mayEnd.await();
      written.add(what);
      return name;
    }

    @RemoteMethod
    String fail(String what) throws InterruptedException {
      awaitInterrupt();
      throw new InterruptedException(what);
    }

    private void awaitInterrupt() {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException stopped) {
        // it goes on
      }
    }
  }

  /// Writes at once.
  @Endpoint
  static final class NextWriter {
    final List<String> written = new CopyOnWriteArrayList<>();

    @RemoteMethod
    String finish(String what) {
      return fail(what);
    }

    @RemoteMethod
    String fail(String what) {
      written.add(what);
      return "next";
    }
  }

  @Test
  void a_method_that_ends_well_after_its_server_was_stopped_is_answered_and_not_run_again()
      throws Exception {
    Writer writer = new Writer("first");
    RpcServer stopped = server(writer, "first");
    FutureTask<String> call = begin("finish", writer);
    stopped.stop();
    NextWriter next = new NextWriter();
    RpcServer successor = server(next, "next");
    writer.mayEnd.countDown();
    assertEquals("first", call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertTrue(stopped.awaitStopped(Deadline.after(PATIENCE)));
    // What would have gone back comes before it.
    assertEquals("next", client().call("finish", Map.of("what", "probe"), String.class));
    successor.drain(Deadline.after(PATIENCE));
    assertEquals(List.of("probe"), next.written);
    assertEquals(List.of("text"), writer.written);
  }

  @Test
  void a_method_that_fails_because_its_server_was_stopped_is_run_by_the_next_one()
      throws Exception {
    Writer writer = new Writer("first");
    RpcServer stopped = server(writer, "first");
    FutureTask<String> call = begin("fail", writer);
    stopped.stop();
    NextWriter next = new NextWriter();
    server(next, "next");
    assertEquals("next", call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertTrue(stopped.awaitStopped(Deadline.after(PATIENCE)));
    assertEquals(List.of("text"), next.written);
  }

  private FutureTask<String> begin(String method, Writer writer) throws InterruptedException {
    FutureTask<String> call =
        new FutureTask<>(() -> client().call(method, Map.of("what", "text"), String.class));
    Thread.startVirtualThread(call);
    writer.begun.await();
    return call;
  }

  private RpcClient client() {
    return RpcClient.create(transport, target()).prepare(to -> to.timeout(PATIENCE));
  }

  private RpcServer server(Object endpoint, String name) throws Exception {
    RpcServerBuilder builder =
        RpcServer.builder(another(), target().withServer(name))
            .endpoint(endpoint)
            .acknowledge(Acknowledge.ON_COMPLETION);
    builder.moment = PATIENCE; // a busy machine may need more than a second
    RpcServer server = builder.build();
    server.start();
    opened.add(server::stop);
    return server;
  }
}
