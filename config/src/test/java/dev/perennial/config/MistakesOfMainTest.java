package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MistakesOfMainTest {

  @Group("database")
  record Database(@Opt(secret = true) Optional<String> password) {}

  private static final Config CONFIG =
      Config.forTesting(Database.class).set("database", "password", "tiger").build();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<Integer> exits = new ArrayList<>();
  private final MistakesOfMain handler =
      new MistakesOfMain(CONFIG, new PrintStream(printed), exits::add);

  @Test
  void a_mistake_ends_the_program_with_its_lines_and_its_status() {
    ConfigError error = new ConfigError(ConfigError.Kind.USAGE, Optional.empty(), "no", "");
    handler.uncaughtException(Thread.currentThread(), new ConfigException(List.of(error, error)));
    assertEquals("no\nno\n", text());
    assertEquals(List.of(ConfigException.USAGE_STATUS), exits);
  }

  @Test
  void a_mistake_that_names_a_secret_is_masked() {
    handler.uncaughtException(Thread.currentThread(), new WrongUrl("rabbit://guest:tiger@host"));
    assertEquals("rabbit://guest:****@host\n", text());
    assertEquals(List.of(ConfigException.CONFIGURATION_STATUS), exits);
  }

  @Test
  void what_else_ends_the_thread_is_left_to_the_jvm() {
    List<Throwable> left = new ArrayList<>();
    ThreadGroup group =
        new ThreadGroup("main") {
          @Override
          public void uncaughtException(Thread main, Throwable failure) {
            left.add(failure);
          }
        };
    Exception failure = new IllegalStateException("a fault");
    handler.uncaughtException(new Thread(group, () -> {}), failure);
    assertEquals(List.of(failure), left);
    assertEquals("", text());
    assertEquals(List.of(), exits);
  }

  @Test
  void a_handler_of_the_program_stays() {
    Thread main = Thread.ofPlatform().unstarted(() -> {});
    Thread.UncaughtExceptionHandler own = (_, _) -> {};
    main.setUncaughtExceptionHandler(own);
    MistakesOfMain.tell(CONFIG, main);
    assertSame(own, main.getUncaughtExceptionHandler());
    main.setUncaughtExceptionHandler(null);
    MistakesOfMain.tell(CONFIG, main);
    assertInstanceOf(MistakesOfMain.class, main.getUncaughtExceptionHandler());
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static final class WrongUrl extends RuntimeException implements OperatorMistake {
    private static final long serialVersionUID = 1L;

    WrongUrl(String message) {
      super(message);
    }
  }
}
