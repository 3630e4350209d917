package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.schedule.PeriodicTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/// A manager that notes what happens to it.
@Endpoint(version = "1.0")
class RecordingManager extends Manager {

  final List<String> events = new CopyOnWriteArrayList<>();
  final CountDownLatch entered = new CountDownLatch(1);
  final CountDownLatch released = new CountDownLatch(1);
  volatile BooleanSupplier works = () -> true;
  volatile Runnable atStart = () -> {};
  volatile Runnable atStop = () -> {};
  volatile Runnable duringSlow = () -> {};
  volatile boolean failsToStart;
  volatile boolean failsPeriodically;
  volatile Runnable duringSweep = () -> {};
  volatile CountDownLatch sweepMayEnd = new CountDownLatch(0);

  RecordingManager(Config config, String host) {
    super(config, host);
    events.add("constructor " + host);
  }

  RecordingManager(Config config, String host, String more, Integer number) {
    this(config, host);
    events.add("arguments " + more + " " + number);
  }

  @RemoteMethod
  String ping(String text) {
    events.add("ping");
    return text + " from " + host();
  }

  @RemoteMethod
  String slow() throws InterruptedException {
    entered.countDown();
    duringSlow.run();
    released.await();
    events.add("slow has ended");
    return "done";
  }

  @PeriodicTask(spacing = 1, runImmediately = true)
  void air() {
    events.add("air");
  }

  @PeriodicTask(spacing = 1, runImmediately = true)
  void wash() {
    events.add("wash");
  }

  @PeriodicTask(spacing = 1, runImmediately = true)
  void sweep() throws InterruptedException {
    events.add("sweep");
    duringSweep.run();
    sweepMayEnd.await();
    events.add("swept");
    if (failsPeriodically) {
      throw new IllegalStateException("no broom");
    }
  }

  @Override
  protected void start() {
    events.add("start");
    atStart.run();
  }

  @Override
  protected void initHost() {
    events.add("initHost");
    if (failsToStart) {
      throw new IllegalStateException("no host");
    }
  }

  @Override
  protected void initializeServiceHook(RpcService service) {
    events.add("hook");
    service.addConsumer("second", List.of(this));
  }

  @Override
  protected void afterStart() {
    events.add("afterStart " + (isServed() ? "with" : "without") + " traffic");
  }

  @Override
  protected boolean isWorking() {
    return works.getAsBoolean();
  }

  @Override
  protected void reset(ConfigChange change) {
    events.add("reset");
  }

  @Override
  protected void stop() {
    events.add("stop");
    atStop.run();
  }

  // Whether somebody already answers on the topic of the service.
  private boolean isServed() {
    try (Transport transport = Transport.open(config())) {
      RpcClient.create(transport, Target.of("conductor"))
          .prepare(to -> to.timeout(Duration.ofMillis(100)))
          .call("ping", Map.of("text", "early"), String.class);
      return true;
    } catch (RpcException nobody) {
      return false;
    }
  }
}
