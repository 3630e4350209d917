package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.perennial.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A broker that neither reads nor writes any more, while more is written than a system keeps for
/// it.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FrozenBrokerTest {

  private static final byte[] LARGE = new byte[32 << 20];

  private ScriptedBroker broker;
  private Runnable thaw;

  /// Has a channel, and tells of the loss.
  private static final class OneChannel implements Link.Role {
    private final CompletableFuture<Channel> channel = new CompletableFuture<>();
    private final CompletableFuture<String> lost = new CompletableFuture<>();

    @Override
    public void connected(Connection connection) throws IOException {
      channel.complete(connection.createChannel());
    }

    @Override
    public void ready() {}

    @Override
    public void lost(String why) {
      lost.complete(why);
    }

    @Override
    public void attemptFailed(Throwable cause) {}
  }

  private final OneChannel role = new OneChannel();

  @BeforeEach
  void listen() throws IOException {
    broker = new ScriptedBroker();
    thaw = broker.holdAtQuestion();
  }

  @AfterEach
  void close() throws IOException {
    thaw.run();
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void is_noticed_whoever_writes(boolean virtual) throws Exception {
    assertTrue(why(virtual).contains("MissedHeartbeatException"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void is_noticed_within_a_frame_whoever_writes(boolean virtual) throws Exception {
    broker.holdWithinFrame();
    assertTrue(why(virtual).contains("SocketTimeoutException"));
  }

  private String why(boolean virtual) throws Exception {
    try (Link link = link("1", Duration.ofMinutes(1))) {
      writeMuch(link, virtual);
      return role.lost.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void does_not_keep_a_link_that_is_closed() throws Exception {
    Link link = link("0", Duration.ofMillis(100));
    writeMuch(link, false);
    link.close();
    role.lost.get(60, TimeUnit.SECONDS);
    assertFalse(link.up());
  }

  private Link link(String heartbeat, Duration patience) throws Exception {
    RabbitOptions options =
        Config.of(RabbitOptions.class)
            .set("heartbeat_timeout_threshold", heartbeat)
            .set("kombu_reconnect_delay", "0.01")
            .build();
    Link link = new Link("test", broker.connector(options), options, role, patience);
    link.use();
    Channel channel = role.channel.get(60, TimeUnit.SECONDS);
    link.done(() -> channel.asyncCompletableRpc(new AMQP.Basic.Qos.Builder().build()));
    broker.awaitQuestion();
    return link;
  }

  private void writeMuch(Link link, boolean virtual) {
    Link.Work writing =
        () -> role.channel.join().basicPublish("", "key", new AMQP.BasicProperties(), LARGE);
    if (virtual) {
      Thread.startVirtualThread(() -> link.write(writing));
    } else {
      link.write(writing);
    }
  }
}
