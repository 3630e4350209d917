package dev.perennial.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Logs at a steady rate in one way, in a process of its own, and prints what a line costs: CPU
/// time of the whole process, its writing thread included.
///
/// Arguments: the [LoggingKind], the file, lines a second, seconds to warm up, seconds to measure.
final class LoggingProgram {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private LoggingProgram() {}

  public static void main(String[] args) throws Exception {
    LoggingKind kind = LoggingKind.valueOf(args[0]);
    Path file = Path.of(args[1]);
    int perSecond = Integer.parseInt(args[2]);
    Consumer<String> log = kind.open(file);
    write(log, perSecond, Integer.parseInt(args[3]));
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long cpu = system.getProcessCpuTime();
    long lines = write(log, perSecond, Integer.parseInt(args[4]));
    kind.close();
    cpu = system.getProcessCpuTime() - cpu;
    // What another thread still has to write.
    TimeUnit.MILLISECONDS.sleep(500);
    long all = lines + (long) perSecond * Integer.parseInt(args[3]);
    System.out.println("cpu_ns_per_line=" + (double) cpu / lines);
    System.out.println("lost_percent=" + 100.0 * (all - written(file)) / all);
    System.exit(0);
  }

  private static long write(Consumer<String> log, int perSecond, int seconds) {
    long ticks = seconds * TimeUnit.SECONDS.toNanos(1) / TICK_NANOS;
    long perTick = perSecond / (TimeUnit.SECONDS.toNanos(1) / TICK_NANOS);
    long start = System.nanoTime();
    for (long tick = 0; tick < ticks; tick++) {
      for (long i = 0; i < perTick; i++) {
        log.accept("GET /v1/vnf_instances HTTP/1.1 status: 200 len: 42 time: 0.0012345 " + i);
      }
      long rest = start + (tick + 1) * TICK_NANOS - System.nanoTime();
      LockSupport.parkNanos(Math.max(0, rest));
    }
    return ticks * perTick;
  }

  private static long written(Path file) throws Exception {
    try (Stream<String> lines = Files.lines(file)) {
      long count = lines.count();
      if (count == 0) {
        throw new IllegalStateException("nothing was written to " + file);
      }
      return count;
    }
  }
}
