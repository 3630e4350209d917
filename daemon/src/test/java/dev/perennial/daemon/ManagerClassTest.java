package dev.perennial.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteMethod;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManagerClassTest {

  private final Config config = TestConfig.onBus("managers").build();

  @Endpoint
  static final class OffersItsStop extends Manager {
    OffersItsStop(Config config, String host) {
      super(config, host);
    }

    @Override
    @RemoteMethod
    public void stop() {}
  }

  @Endpoint
  interface Startable {
    void start() throws Exception;
  }

  static final class OffersItsStart extends Manager implements Startable {
    OffersItsStart(Config config, String host) {
      super(config, host);
    }

    @Override
    public void start() {}
  }

  static final class Failing extends Manager {
    Failing(Config config, String host) {
      super(config, host);
      throw new IllegalStateException("no room");
    }
  }

  @Test
  void the_constructor_gets_configuration_host_and_what_the_program_gives_besides() {
    RecordingManager manager =
        (RecordingManager)
            ManagerClass.named(RecordingManager.class.getName())
                .maker(config, "one", List.of("more", 7))
                .get();
    assertEquals(List.of("constructor one", "arguments more 7"), manager.events);
  }

  @Test
  void a_class_that_is_missing_or_no_manager_is_named() {
    assertRefused("there is no class org.example.Missing", "org.example.Missing");
    assertRefused("java.lang.String does not extend", "java.lang.String");
  }

  @Test
  void arguments_that_no_constructor_takes_are_named() {
    assertRefused(
        "has no constructor for (Config, String, Integer)", RecordingManager.class.getName(), 7);
  }

  @Test
  void a_constructor_that_fails_gives_its_reason() {
    assertRefused("cannot be made: java.lang.IllegalStateException: no room", name(Failing.class));
  }

  @Test
  void a_hook_that_is_offered_to_remote_callers_is_refused() {
    assertRefused("offers stop to remote callers", name(OffersItsStop.class));
    assertRefused("offers start to remote callers", name(OffersItsStart.class));
  }

  private static String name(Class<?> type) {
    return type.getName();
  }

  private void assertRefused(String part, String name, Object... arguments) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> ManagerClass.named(name).maker(config, "one", List.of(arguments)).get());
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused::getMessage);
  }
}
