package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.rabbitmq.client.ConnectionFactory;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkWorkTest {

  private final List<String> happened = new ArrayList<>();
  private final Cork cork = new Cork();
  private final LinkWork work = new LinkWork(cork, () -> true, () -> happened.add("woken"));

  @Test
  void what_a_platform_thread_adds_is_for_the_thread_of_the_link() {
    work.addMessage(() -> happened.add("written"));
    assertEquals(List.of("woken"), happened);
    work.doAll(() -> false);
    assertEquals(List.of("woken", "written"), happened);
  }

  @Test
  void what_is_added_ahead_wakes_nobody_before_it_is_to_be_written() {
    work.addAhead(() -> happened.add("one"));
    work.addAhead(() -> happened.add("two"));
    assertEquals(List.of(), happened);
    work.write();
    assertEquals(List.of("woken"), happened);
    work.doAll(() -> false);
    assertEquals(List.of("woken", "one", "two"), happened);
  }

  @Test
  void what_is_added_ahead_is_written_by_the_first_virtual_thread_that_runs() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    cork.letVirtualThreadsWrite(factory);
    try (Socket _ = factory.getSocketFactory().createSocket()) {
      work.addAhead(() -> happened.add("one"));
      work.addAhead(() -> happened.add("two"));
      runInVirtualThread(() -> {
        work.write();
        happened.add("first runs");
      });
      runInVirtualThread(work::write);
    }
    assertEquals(List.of("one", "two", "first runs"), happened);
  }

  @Test
  void what_an_error_in_a_virtual_thread_leaves_behind_is_for_the_thread_of_the_link()
      throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    cork.letVirtualThreadsWrite(factory);
    try (Socket _ = factory.getSocketFactory().createSocket()) {
      work.addAhead(() -> {
        throw new OutOfMemoryError("no more");
      });
      work.addAhead(() -> happened.add("two"));
      runInVirtualThread(() -> assertThrows(OutOfMemoryError.class, work::write));
      assertEquals(List.of("woken"), happened);
      work.doAll(() -> false);
      assertEquals(List.of("woken", "two"), happened);
    }
  }

  private static void runInVirtualThread(Runnable body) throws InterruptedException {
    Thread.ofVirtual().start(body).join();
  }
}
