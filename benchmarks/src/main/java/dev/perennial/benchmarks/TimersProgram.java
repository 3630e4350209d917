package dev.perennial.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One kind of timer in a process of its own: so many timers, at first idle, then at an interval.
/// Prints what they cost, one figure a line.
///
/// Arguments: the [TimerKind], the number of timers, their interval in milliseconds, seconds to
/// warm up, seconds to measure.
final class TimersProgram {

  private static final long NEVER = TimeUnit.HOURS.toNanos(10);
  private static final long FIRST_DELAY = TimeUnit.SECONDS.toNanos(1);

  private TimersProgram() {}

  public static void main(String[] args) throws Exception {
    TimerKind kind = TimerKind.valueOf(args[0]);
    int timers = Integer.parseInt(args[1]);
    long interval = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[2]));
    print("bytes", bytesOfAnIdleTimer(kind.starter(), timers));
    startAll(kind.starter(), timers, interval);
    TimeUnit.SECONDS.sleep(Long.parseLong(args[3]));
    measure(Long.parseLong(args[4]));
    System.exit(0);
  }

  // The probes are the user's own objects, so they are there before.
  private static double bytesOfAnIdleTimer(TimerKind.Starter starter, int timers)
      throws InterruptedException {
    starter.start(new TimerProbe(0, NEVER), NEVER, NEVER);
    List<TimerProbe> probes = new ArrayList<>(timers);
    for (int i = 0; i < timers; i++) {
      probes.add(new TimerProbe(0, NEVER));
    }
    long before = usedHeap();
    for (TimerProbe probe : probes) {
      starter.start(probe, NEVER, NEVER);
    }
    // Netty takes new timers over with its next ticks.
    TimeUnit.SECONDS.sleep(1);
    double bytes = (double) (usedHeap() - before) / timers;
    if (probes.size() != timers) {
      throw new AssertionError("the probes have to live until here");
    }
    return bytes;
  }

  private static long usedHeap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  // Spread evenly over the interval.
  private static void startAll(TimerKind.Starter starter, int timers, long interval) {
    for (int i = 0; i < timers; i++) {
      long delay = FIRST_DELAY + interval * i / timers;
      starter.start(new TimerProbe(System.nanoTime() + delay, interval), delay, interval);
    }
  }

  private static void measure(long seconds) throws InterruptedException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    TimerProbe.take();
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    cpu = system.getProcessCpuTime() - cpu;
    double elapsed = (System.nanoTime() - start) / 1e9;
    long[] counts = TimerProbe.take();
    long fires = Arrays.stream(counts).sum();
    print("fires_per_s", fires / elapsed);
    print("cpu_ns_per_fire", (double) cpu / fires);
    print("p50_ms", TimerProbe.percentile(counts, 0.5, fires));
    print("p99_ms", TimerProbe.percentile(counts, 0.99, fires));
    print("max_ms", TimerProbe.percentile(counts, 1, fires));
  }

  private static void print(String name, double value) {
    System.out.println(name + "=" + value);
  }
}
