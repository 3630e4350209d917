package dev.perennial.launcher;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.Service;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// Notes each call, and stays in one until the test lets it go.
final class GatedService implements Service {

  /// A call that does not return.
  static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final boolean interruptible;

    private Gate(boolean interruptible) {
      this.interruptible = interruptible;
    }

    /// Waits until the service is in the call.
    void awaitReached() throws InterruptedException {
      reached.await();
    }

    void open() {
      open.countDown();
    }

    private void pass() throws InterruptedException {
      reached.countDown();
      boolean passed = false;
      while (!passed) {
        try {
          open.await();
          passed = true;
        } catch (InterruptedException wanted) {
          if (interruptible) {
            throw wanted;
          }
        }
      }
    }
  }

  private final String name;
  private final List<String> calls;
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();

  GatedService(String name, List<String> calls) {
    this.name = name;
    this.calls = calls;
  }

  /// Lets the next call of this name wait. An interrupt ends a start and nothing else.
  Gate close(String call) {
    return close(call, call.equals("start"));
  }

  /// As well, but no interrupt ends it.
  Gate closeFirmly(String call) {
    return close(call, false);
  }

  private Gate close(String call, boolean interruptible) {
    Gate gate = new Gate(interruptible);
    gates.put(call, gate);
    return gate;
  }

  private void call(String call) throws InterruptedException {
    calls.add(name + " " + call);
    Gate gate = gates.remove(call);
    if (gate != null) {
      gate.pass();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() throws InterruptedException {
    call("start");
  }

  @Override
  public void drain(Deadline deadline) throws InterruptedException {
    call("drain");
  }

  @Override
  public void stop() {
    try {
      call("stop");
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public boolean awaitStopped(Deadline deadline) {
    return true;
  }
}
