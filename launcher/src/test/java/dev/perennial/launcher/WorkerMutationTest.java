package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.config.ConfigSnapshot;
import dev.perennial.service.BaseService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkerMutationTest {

  private static final int NEXT = 2;

  @TempDir Path directory;

  private final Config config = Config.forTesting(ServiceOptions.class).build();
  private final AtomicInteger resets = new AtomicInteger();
  private ControlConnection connection;
  private WorkerMutation mutation;

  private final class Service extends BaseService {
    @Override
    public void reset(ConfigChange change) {
      resets.incrementAndGet();
      throw new IllegalStateException("cannot be reset");
    }
  }

  @BeforeEach
  void connect() throws IOException {
    connection = ControlConnection.in(directory);
    mutation = new WorkerMutation(config, new Service(), new SupervisorLink(connection.worker()));
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  private ConfigSnapshot with(int seconds) {
    return config
        .prepareOverride("DEFAULT", "graceful_shutdown_timeout", "" + seconds)
        .snapshot()
        .asGeneration(NEXT);
  }

  private int timeout() {
    return config.get(ServiceOptions.class).gracefulShutdownTimeout();
  }

  @Test
  void what_was_prepared_is_in_force_once_it_is_committed_whatever_the_service_makes_of_it() {
    mutation.prepare(with(7));
    assertEquals(new WorkerMessage.Prepared(NEXT), connection.said());
    assertEquals(60, timeout());
    mutation.commit();
    assertEquals(new WorkerMessage.Switched(NEXT, ""), connection.said());
    assertEquals(7, timeout());
    assertEquals(1, resets.get());
  }

  @Test
  void what_was_aborted_cannot_be_committed() {
    mutation.prepare(with(7));
    mutation.abort();
    mutation.commit();
    assertEquals(60, timeout());
    assertEquals(0, resets.get());
  }

  @Test
  void what_is_refused_is_not_committed_and_neither_is_what_was_prepared_before() {
    ConfigSnapshot refused = with(13);
    config
        .live(ServiceOptions.class)
        .check((_, after) -> {
          if (after.gracefulShutdownTimeout() == 13) {
            throw new IllegalArgumentException("13 brings bad luck");
          }
        });
    mutation.prepare(with(7));
    assertEquals(new WorkerMessage.Prepared(NEXT), connection.said());
    mutation.prepare(refused);
    String cause = ((WorkerMessage.Refused) connection.said()).cause();
    assertTrue(cause.contains("13 brings bad luck"), cause);
    mutation.commit();
    assertEquals(60, timeout());
  }
}
