package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.perennial.config.Config;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What cannot be consumed at the first attempt.
final class ConsumersTest {

  private ScriptedBroker broker;
  private Consumers consumers;

  @BeforeEach
  void connect() throws IOException {
    broker = new ScriptedBroker();
    RabbitOptions options = Config.of(RabbitOptions.class).build();
    consumers = new Consumers(broker.connector(options), options);
  }

  @AfterEach
  void close() throws IOException {
    consumers.close();
    broker.close();
  }

  @Test
  void what_the_broker_did_not_answer_is_asked_again_on_another_channel() throws Exception {
    List<Channel> channels = new ArrayList<>();
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    Consumers.Setup late =
        (channel, _) -> {
          channels.add(channel);
          if (channels.size() == 1) {
            channel.addShutdownListener(_ -> closed.complete(true));
            throw new SocketTimeoutException("no answer");
          }
        };
    assertTrue(consumers.add(late).ready().get(60, TimeUnit.SECONDS));
    assertEquals(2, channels.size());
    assertTrue(closed.get(60, TimeUnit.SECONDS));
    assertTrue(channels.getLast().isOpen());
  }
}
