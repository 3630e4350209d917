package dev.perennial.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/// Runs the contract on services that keep it and on services that break it.
class ServiceContractTest {

  private static final int RULES = 9;

  private static Events run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(DiscoverySelectors.selectClass(tests))
        .execute()
        .testEvents();
  }

  private static Map<String, String> failures(Events events) {
    Map<String, String> failures = new TreeMap<>();
    for (Event event : events.failed().list()) {
      String message =
          event
              .getRequiredPayload(TestExecutionResult.class)
              .getThrowable()
              .map(Throwable::toString)
              .orElse("");
      failures.put(event.getTestDescriptor().getDisplayName().replace("()", ""), message);
    }
    return failures;
  }

  @ParameterizedTest
  @ValueSource(classes = {GoodServices.Ticks.class, GoodServices.Listens.class})
  void a_service_that_keeps_the_contract_passes_every_test(Class<?> tests) {
    Events events = run(tests);
    assertEquals(Map.of(), failures(events));
    assertEquals(RULES, events.succeeded().count());
  }

  @ParameterizedTest
  @CsvSource({
    "ShoutsItsName, its_name_stays_the_same_and_has_lower_case_words, lower case words",
    "CannotStartAgain, it_can_be_reset_and_started_again, started already",
    "IgnoresDeadlines, its_drain_ends_at_a_deadline_that_has_passed, did not return within",
    "NeverStops, it_starts_drains_without_work_and_ends, stop() did not return within",
    "LeavesSomethingRunning, it_starts_drains_without_work_and_ends, something still runs",
    "MindsASecondStop, it_can_be_stopped_without_a_drain_and_more_than_once, stopped already",
    "ClosesTheSharedSocket, it_leaves_shared_sockets_open_and_blocking, was closed"
  })
  void a_service_that_breaks_the_contract_fails_the_test_of_that_rule(
      String service, String test, String complaint) throws ClassNotFoundException {
    Map<String, String> failures =
        failures(run(Class.forName(BrokenServices.class.getName() + "$" + service)));
    assertTrue(failures.containsKey(test), failures::toString);
    assertTrue(failures.getOrDefault(test, "").contains(complaint), failures::toString);
  }

  @Test
  void a_start_that_fails_leaves_nothing_to_the_next_test() {
    Map<String, String> failures = failures(run(BrokenServices.CannotTakeOver.class));
    assertTrue(failures.size() > 1, failures::toString);
    failures.forEach((test, why) -> assertTrue(why.contains("no takeover"), test + ": " + why));
  }
}
