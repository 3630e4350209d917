package dev.perennial.service;

import dev.perennial.config.ConfigChange;
import dev.perennial.schedule.Deadline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Notes each call, and does there what a test wants.
class ScriptedService implements Service {

  /// What is done in a call.
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private final String name;
  private final List<String> calls;
  private final Map<String, Step> script = new HashMap<>();

  /// @param calls where each call is noted, as `NAME CALL`
  ScriptedService(String name, List<String> calls) {
    this.name = name;
    this.calls = calls;
  }

  ScriptedService on(String call, Step step) {
    script.put(call, step);
    return this;
  }

  private void call(String call) throws Exception {
    calls.add(name + " " + call);
    script.getOrDefault(call, () -> {}).run();
  }

  private void callUnchecked(String call) {
    try {
      call(call);
    } catch (RuntimeException expected) {
      throw expected;
    } catch (Exception wrong) {
      throw new AssertionError(wrong);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() throws Exception {
    call("start");
  }

  @Override
  public void takeOver() throws Exception {
    call("takeOver");
  }

  @Override
  public void drain(Deadline deadline) throws InterruptedException {
    try {
      call("drain");
    } catch (InterruptedException | RuntimeException expected) {
      throw expected;
    } catch (Exception wrong) {
      throw new AssertionError(wrong);
    }
  }

  @Override
  public void stop() {
    callUnchecked("stop");
  }

  @Override
  public boolean awaitStopped(Deadline deadline) throws InterruptedException {
    callUnchecked("awaitStopped");
    return true;
  }

  @Override
  public void reset(ConfigChange change) {
    callUnchecked("reset");
  }

  @Override
  public Activity activity() {
    return new Activity(10, 1);
  }
}
