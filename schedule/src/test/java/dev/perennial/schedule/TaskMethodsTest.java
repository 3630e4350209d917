package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskMethodsTest {
  private static final List<String> RAN = new ArrayList<>();

  private final SettableTicker ticker = new SettableTicker();

  private List<String> ranBy(Object owner) {
    PeriodicTasks tasks =
        new PeriodicTasks(
            Config.forTesting(PeriodicTaskOptions.class).build(), owner, ticker.timers());
    RAN.clear();
    ticker.advance(Duration.ofMinutes(2));
    tasks.runDue();
    return List.copyOf(RAN);
  }

  /// Tasks to inherit and override.
  static class Base {
    @PeriodicTask
    void kept() {
      RAN.add("Base.kept");
    }

    @PeriodicTask(spacing = 1)
    void overridden() {
      RAN.add("Base.overridden");
    }

    @PeriodicTask
    void redefined() {
      RAN.add("Base.redefined");
    }

    @PeriodicTask
    private void secret() {
      RAN.add("Base.secret");
    }

    @PeriodicTask
    void switchedOff() {
      RAN.add("Base.switchedOff");
    }
  }

  /// Overrides with and without an annotation, adds one.
  static final class Derived extends Base {
    @PeriodicTask
    void added() {
      RAN.add("Derived.added");
    }

    @Override
    void overridden() {
      RAN.add("Derived.overridden");
    }

    @Override
    @PeriodicTask(spacing = 100, name = "another name")
    void redefined() {
      RAN.add("Derived.redefined");
    }

    // Another method than the private one of the superclass, and no task.
    void secret() {
      RAN.add("Derived.secret");
    }

    @Override
    @PeriodicTask(enabled = false)
    void switchedOff() {
      RAN.add("Derived.switchedOff");
    }
  }

  @Test
  void tasks_are_inherited_and_an_override_runs_once_in_place_of_its_original() {
    assertEquals(
        List.of(
            "Base.kept", "Derived.overridden", "Derived.redefined", "Base.secret", "Derived.added"),
        ranBy(new Derived()));
    assertEquals(
        List.of(
            "Base.kept", "Base.overridden", "Base.redefined", "Base.secret", "Base.switchedOff"),
        ranBy(new Base()));
  }

  @Test
  void the_attributes_are_those_of_the_nearest_annotation() {
    PeriodicTasks tasks =
        new PeriodicTasks(
            Config.forTesting(PeriodicTaskOptions.class).build(), new Derived(), ticker.timers());
    assertEquals(
        List.of(
            "kept PT1M", "overridden PT1S", "another name PT1M40S", "secret PT1M", "added PT1M"),
        tasks.status().stream().map(task -> task.name() + " " + task.spacing()).toList());
  }

  /// A contract with a task.
  interface Sweeping {
    @PeriodicTask
    void sweep();

    @PeriodicTask
    default void tidy() {
      RAN.add("Sweeping.tidy");
    }
  }

  /// Sweeps.
  static final class Sweeper implements Sweeping {
    @Override
    public void sweep() {
      RAN.add("Sweeper.sweep");
    }
  }

  @Test
  void tasks_of_interfaces_are_tasks() {
    assertEquals(List.of("Sweeper.sweep", "Sweeping.tidy"), ranBy(new Sweeper()));
  }

  /// Sweeps more often than its contract says.
  static class BusySweeper implements Sweeping {
    @Override
    @PeriodicTask(spacing = 5)
    public void sweep() {}
  }

  /// Names the contract again.
  static final class NamingSweeper extends BusySweeper implements Sweeping {}

  @Test
  void an_interface_that_is_named_again_does_not_bring_its_attributes_back() {
    PeriodicTasks tasks =
        new PeriodicTasks(
            Config.forTesting(PeriodicTaskOptions.class).build(),
            new NamingSweeper(),
            ticker.timers());
    assertEquals(
        List.of("sweep PT5S", "tidy PT1M"),
        tasks.status().stream().map(task -> task.name() + " " + task.spacing()).toList());
  }

  /// Nothing that could be called.
  static final class Wrong {
    @PeriodicTask
    void first(int count) {}

    @PeriodicTask
    static void second() {}
  }

  @Test
  void all_methods_that_cannot_be_called_are_named_at_once() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ranBy(new Wrong())).getMessage();
    assertEquals(
        "periodic tasks of dev.perennial.schedule.TaskMethodsTest$Wrong:"
            + " Wrong.first has parameters, but a periodic task gets none;"
            + " Wrong.second is static; a periodic task belongs to an object",
        message);
  }

  /// Two of one name.
  static final class Twins {
    @PeriodicTask(name = "same")
    void a() {}

    @PeriodicTask(name = "same")
    void b() {}
  }

  @Test
  void two_tasks_of_one_name_are_refused() {
    assertEquals(
        "two periodic tasks are called same",
        assertThrows(IllegalArgumentException.class, () -> ranBy(new Twins())).getMessage());
  }
}
