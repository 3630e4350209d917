package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  @Group(value = "hidden", help = "A group with a secret.")
  record Hidden(@Opt(required = true) Secret password) {}

  private final CountDownLatch interrupted = new CountDownLatch(1);

  private static String answer(Command.Action action) throws InterruptedException {
    return answer(action, Duration.ofMinutes(1));
  }

  private static String answer(Command.Action action, Duration limit) throws InterruptedException {
    Config config =
        Config.forTesting(BackdoorOptions.class, Hidden.class)
            .set("hidden", "password", "swordfish")
            .build();
    Map<String, Command> commands = Map.of("try", new Command("try", "for a test", action));
    Console.Limits limits = new Console.Limits(limit, 60);
    return new Console(config, JavaAccess.OVER_TCP, commands, limits).run("1", "try").text();
  }

  private String waitForEver(Optional<String> argument) throws InterruptedException {
    try {
      new CountDownLatch(1).await();
    } finally {
      interrupted.countDown();
    }
    return "";
  }

  @Test
  void a_command_that_does_not_end_is_interrupted_and_given_up() throws Exception {
    assertEquals(
        "did not end within 0 s and was given up",
        answer(this::waitForEver, Duration.ofMillis(50)));
    interrupted.await();
  }

  @Test
  void an_answer_is_masked_and_then_cut() throws Exception {
    String answer = answer(_ -> "0123456789 swordfish swordfish");
    assertEquals("0123456789 **** ****", answer);
    answer = answer(_ -> "x".repeat(61));
    assertEquals("x".repeat(60) + "\n... cut here: an answer has at most 60 characters", answer);
  }

  @Test
  void a_command_that_fails_says_so() throws Exception {
    assertEquals(
        "failed: java.lang.IllegalStateException: no",
        answer(_ -> {
          throw new IllegalStateException("no");
        }));
  }
}
