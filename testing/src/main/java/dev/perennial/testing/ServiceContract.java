package dev.perennial.testing;

import dev.perennial.config.ConfigChange;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.ListeningService;
import dev.perennial.service.Operation;
import dev.perennial.service.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every service owes whoever runs it, as tests to be inherited: a test class of your own
/// implements this and says how the service is made.
///
/// ```java
/// class CleanerTest implements ServiceContract {
///   @Override
///   public Service newService() {
///     return new Cleaner(config);
///   }
/// }
/// ```
///
/// Each test has a service of its own. Those that listen get a free port of the loopback interface
/// for each address. A call that does not come back within [#patience()] fails the test, and so do
/// ten minutes for the whole of it.
@Timeout(600)
public interface ServiceContract {

  /// Makes a service that has not been started.
  ///
  /// @return a new one with each call
  /// @throws Exception if it cannot be made; the test fails
  Service newService() throws Exception;

  /// How long a service may take to start, to drain without work, or to stop.
  ///
  /// @return 20 s unless overridden
  default Duration patience() {
    return Duration.ofSeconds(20);
  }

  /// The name is what operators, workers and the status know the service by.
  ///
  /// @throws Exception if the service cannot be made
  @Test
  default void its_name_stays_the_same_and_has_lower_case_words() throws Exception {
    Service service = newService();
    String name = service.name();
    Assertions.assertTrue(
        name.matches("[a-z0-9]+([-_.][a-z0-9]+)*"),
        () -> "a name has lower case words with hyphens, not '" + name + "'");
    Assertions.assertEquals(name, service.name(), "the name changed");
    Assertions.assertEquals(name, newService().name(), "another object has another name");
  }

  /// A supervisor asks a service what it is without ever starting it.
  ///
  /// @throws Exception if the service cannot be made
  @Test
  default void it_says_what_it_needs_without_being_started() throws Exception {
    Service service = newService();
    Assertions.assertNotNull(service.replacement(), "replacement()");
    Assertions.assertNotNull(service.activity(), "activity()");
    service.optionGroups().forEach(group -> Assertions.assertNotNull(group, "optionGroups()"));
    for (Map.Entry<String, Operation> operation : service.operations().entrySet()) {
      Assertions.assertFalse(
          operation.getKey().isBlank() || operation.getKey().contains(" "),
          () -> "an operation is one word, not '" + operation.getKey() + "'");
    }
    if (service instanceof ListeningService listening) {
      Assertions.assertEquals(
          texts(listening.listenAddresses()),
          texts(listening.listenAddresses()),
          "the addresses changed");
    }
  }

  private static List<String> texts(List<ListenAddress> addresses) {
    return addresses.stream().map(ListenAddress::text).toList();
  }

  /// Start, take over, drain, stop: after that nothing of the service runs.
  ///
  /// @throws Exception if the service cannot be made or started
  @Test
  default void it_starts_drains_without_work_and_ends() throws Exception {
    try (StartedService started = start()) {
      started.drain();
      started.stop();
    }
  }

  /// An end without a drain is what a second signal asks for, and a deadline may ask for it again.
  ///
  /// @throws Exception if the service cannot be made or started
  @Test
  default void it_can_be_stopped_without_a_drain_and_more_than_once() throws Exception {
    try (StartedService started = start()) {
      started.stop();
      started.stop();
    }
  }

  /// A start may fail half way, and a signal may come before it.
  ///
  /// @throws Exception if the service cannot be made
  @Test
  default void it_can_be_stopped_although_it_was_never_started() throws Exception {
    try (StartedService unstarted = StartedService.unstarted(newService(), patience())) {
      unstarted.stop();
    }
  }

  /// A second SIGTERM, or a deadline that has passed, ends a drain.
  ///
  /// @throws Exception if the service cannot be made or started
  @Test
  default void its_drain_ends_at_a_deadline_that_has_passed() throws Exception {
    try (StartedService started = start()) {
      started.drain(Deadline.after(Duration.ZERO));
      started.stop();
    }
  }

  /// In one process a reload drains, stops, resets and starts the same object.
  ///
  /// @throws Exception if the service cannot be made or started
  @Test
  default void it_can_be_reset_and_started_again() throws Exception {
    try (StartedService started = start()) {
      started.drain();
      started.stop();
      started.reset(new ConfigChange(1, 2, List.of(), List.of()));
      started.startAgain();
      started.drain();
      started.stop();
    }
  }

  /// A mutate tells a service that runs of changes that may not concern it.
  ///
  /// @throws Exception if the service cannot be made or started
  @Test
  default void it_goes_on_when_it_is_told_of_a_change_that_is_none() throws Exception {
    try (StartedService started = start()) {
      started.reset(new ConfigChange(1, 2, List.of(), List.of()));
      Assertions.assertNotNull(started.service().activity());
      started.stop();
    }
  }

  /// The listening socket is shared with other processes.
  ///
  /// @throws Exception if the service cannot be made or started
  @Test
  default void it_leaves_shared_sockets_open_and_blocking() throws Exception {
    try (StartedService started = start()) {
      started.drain();
      started.stop();
      for (BoundSocket socket : started.sockets()) {
        check(() -> socket.channel().isOpen(), socket, "was closed, for all who share it");
        check(
            () -> socket.channel().isBlocking(), socket, "was made non-blocking, for all of them");
      }
    }
  }

  private static void check(BooleanSupplier holds, BoundSocket socket, String complaint) {
    Assertions.assertTrue(
        holds.getAsBoolean(), () -> "the socket " + socket.address().text() + " " + complaint);
  }

  private StartedService start() throws Exception {
    return StartedService.start(newService(), patience());
  }
}
