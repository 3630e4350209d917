package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perennial.config.Config;
import dev.perennial.rpc.Reply;
import dev.perennial.schedule.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.IntNode;

/// Replies to callers that have no queue.
final class ReplySenderTest {

  @ParameterizedTest
  @CsvSource({"1, 192", "100, 300"})
  void so_many_are_kept_that_all_callers_of_a_server_may_reconnect_and_the_oldest_is_given_up(
      int places, int kept) throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker()) {
      broker.returnAll();
      RabbitOptions options = Config.of(RabbitOptions.class).build();
      Publisher publisher =
          new Publisher(broker.connector(options), options, new Topology(options));
      ReplySender sender =
          new ReplySender(publisher, new Wire(), options, new MissingQueues(options), places);
      List<CompletableFuture<Boolean>> ends =
          IntStream.rangeClosed(0, kept).mapToObj(number -> send(sender, number)).toList();
      assertFalse(ends.getFirst().get(60, TimeUnit.SECONDS));
      assertEquals(kept, ends.stream().filter(end -> !end.isDone()).count());
      publisher.close();
    }
  }

  private static CompletableFuture<Boolean> send(ReplySender sender, int number) {
    Wire.ReplyTo caller = new Wire.ReplyTo("id" + number, "reply_" + number, Optional.empty());
    return sender.send(caller, new Reply.Result(IntNode.valueOf(number)), Deadline.never());
  }
}
