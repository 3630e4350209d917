package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Who wants to be asked about a change, and who wants to be told of one, each in the order in
/// which they came. Thread-safe.
final class Watchers {
  private final Registry registry;
  private final List<Watch<? extends Record>> checks = new CopyOnWriteArrayList<>();
  private final List<Watch<? extends Record>> everyChecks = new CopyOnWriteArrayList<>();
  private final List<Consumer<Config>> wholeChecks = new CopyOnWriteArrayList<>();
  private final List<Consumer<Config>> reloadChecks = new CopyOnWriteArrayList<>();
  private final List<Watch<? extends Record>> listeners = new CopyOnWriteArrayList<>();

  Watchers(Registry registry) {
    this.registry = registry;
  }

  /// Something to call for a group.
  private record Watch<R extends Record>(
      GroupSpec spec, GroupKey<R> group, String name, ChangeListener<R> action) {

    void call(BoundSnapshot before, BoundSnapshot after) throws Exception {
      action.changed(before.record(group), after.record(group));
    }

    boolean isTouched(BoundSnapshot before, BoundSnapshot after) {
      return !before.record(group).equals(after.record(group));
    }
  }

  <R extends Record> Subscription add(GroupKey<R> group, ChangeCheck<R> check) {
    Watch<R> watch = new Watch<>(spec(group), group, "", check::check);
    checks.add(watch);
    return () -> checks.remove(watch);
  }

  <R extends Record> Subscription addForEvery(GroupKey<R> group, ChangeCheck<R> check) {
    Watch<R> watch = new Watch<>(spec(group), group, "", check::check);
    everyChecks.add(watch);
    return () -> everyChecks.remove(watch);
  }

  <R extends Record> Subscription add(GroupKey<R> group, String name, ChangeListener<R> listener) {
    Watch<R> watch = new Watch<>(spec(group), group, name, listener);
    if (listeners.stream().noneMatch(w -> w.group().equals(group) && w.action() == listener)) {
      listeners.add(watch);
    }
    return () -> listeners.removeIf(w -> w.group().equals(group) && w.action() == listener);
  }

  Subscription add(Consumer<Config> check) {
    wholeChecks.add(check);
    return () -> wholeChecks.remove(check);
  }

  Subscription addForReloads(Consumer<Config> check) {
    reloadChecks.add(check);
    return () -> reloadChecks.remove(check);
  }

  private GroupSpec spec(GroupKey<?> group) {
    Optional<GroupSpec> spec = registry.find(group);
    return spec.orElseThrow(() -> new IllegalArgumentException(group + " is not registered"));
  }

  /// Asks everybody whom the change concerns, and adds an error for each refusal.
  void ask(BoundSnapshot before, BoundSnapshot after, Problems problems) {
    for (Watch<?> check : checks) {
      if (check.isTouched(before, after)) {
        ask(check, before, after, problems);
      }
    }
    everyChecks.forEach(check -> ask(check, before, after, problems));
  }

  private static void ask(
      Watch<?> check, BoundSnapshot before, BoundSnapshot after, Problems problems) {
    try {
      check.call(before, after);
    } catch (Exception verdict) {
      problems.add(Binder.refusal(check.spec(), after.values(), verdict, secrets(before, after)));
    }
  }

  /// Asks everybody who looks at all groups together, and adds what they refuse.
  ///
  /// @param after what would be in force
  void ask(Config after, Problems problems) {
    ask(wholeChecks, after, problems);
  }

  /// Asks likewise everybody whom only a reload concerns.
  void askOfReload(Config after, Problems problems) {
    ask(reloadChecks, after, problems);
  }

  private static void ask(List<Consumer<Config>> checks, Config after, Problems problems) {
    for (Consumer<Config> check : checks) {
      try {
        check.accept(after);
      } catch (ConfigException refusal) {
        refusal.errors().forEach(problems::add);
      } catch (IllegalArgumentException verdict) {
        problems.add(ConfigError.nowhere(after.masked(String.valueOf(verdict.getMessage())), ""));
      } catch (RuntimeException mistake) {
        problems.add(ConfigError.nowhere(after.masked(mistake.toString()), ""));
      }
    }
  }

  /// Tells everybody whom the change concerns. It is in force already, so nothing that one of them
  /// throws, an error of the JVM included, may keep it from the others.
  List<ListenerFailure> tell(BoundSnapshot before, BoundSnapshot after) {
    List<ListenerFailure> failures = new ArrayList<>();
    for (Watch<?> listener : listeners) {
      if (listener.isTouched(before, after)) {
        try {
          listener.call(before, after);
        } catch (Throwable failure) {
          failures.add(
              ListenerFailure.of(
                  listener.name(), listener.spec().section(), failure, secrets(before, after)));
        }
      }
    }
    return failures;
  }

  /// Of both, because whoever is called has seen both.
  private static SecretTexts secrets(BoundSnapshot before, BoundSnapshot after) {
    return SecretTexts.of(before.values().values(), after.values().values());
  }
}
