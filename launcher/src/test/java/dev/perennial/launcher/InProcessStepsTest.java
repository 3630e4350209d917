package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.service.BaseService;
import dev.perennial.service.ServiceGroup;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// However a step ends, the launcher hears of it.
class InProcessStepsTest {

  private static final NoClassDefFoundError MISSING = new NoClassDefFoundError("app/Pool");

  private final Config config = Config.forTesting(ServiceOptions.class).build();
  private final ServiceGroup group = new ServiceGroup();
  private final BlockingQueue<InProcessEvent> events = new LinkedBlockingQueue<>();

  private InProcessSteps steps(RestartMethod method) {
    return new InProcessSteps(config, method, group, List.of(), events);
  }

  @Test
  void a_start_that_ends_with_an_error_has_failed() throws Exception {
    group.add(
        new BaseService() {
          @Override
          public void start() {
            throw MISSING;
          }
        });
    steps(RestartMethod.RELOAD).start();
    InProcessEvent.StepEnded ended =
        assertInstanceOf(InProcessEvent.StepEnded.class, events.poll(10, TimeUnit.SECONDS));
    assertEquals(MISSING, ended.failure().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource
  void a_reload_whose_configuration_cannot_be_read_because_of_an_error_is_refused(
      RestartMethod method) throws Exception {
    config
        .live(ServiceOptions.class)
        .checkEvery((_, _) -> {
          throw MISSING;
        });
    steps(method).reload();
    InProcessEvent.ReloadRefused refused =
        assertInstanceOf(InProcessEvent.ReloadRefused.class, events.poll(10, TimeUnit.SECONDS));
    assertTrue(refused.why().contains("app/Pool"), refused.why());
  }
}
