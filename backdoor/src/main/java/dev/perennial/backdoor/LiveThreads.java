package dev.perennial.backdoor;

import dev.perennial.schedule.InFlight;
import dev.perennial.schedule.WorkInFlight;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// The stacks of threads of this process, taken by means that are safe at any time: all platform
/// threads, and the virtual ones that work on something that [InFlight] knows of.
///
/// The JDK can list every virtual thread ([ThreadDump]), but a JVM 25 may crash by it.
final class LiveThreads {

  private LiveThreads() {}

  static List<ThreadStack> all() {
    List<ThreadStack> threads = new ArrayList<>(platform());
    threads.addAll(virtual());
    return threads;
  }

  /// Platform threads, all at one moment, for which the JVM stops.
  static List<ThreadStack> platform() {
    // Not which locks of java.util.concurrent each holds: for that it would walk the whole heap.
    ThreadInfo[] threads = ManagementFactory.getThreadMXBean().dumpAllThreads(true, false);
    return Arrays.stream(threads)
        .map(LiveThreads::platform)
        .sorted(Comparator.comparingLong(ThreadStack::id))
        .toList();
  }

  /// Virtual threads that work on something, each at its own moment.
  static List<ThreadStack> virtual() {
    return InFlight.ofProcess().list().stream()
        .map(WorkInFlight::thread)
        .flatMap(Optional::stream)
        .filter(Thread::isVirtual)
        .distinct()
        .sorted(Comparator.comparingLong(Thread::threadId))
        .map(LiveThreads::virtual)
        .toList();
  }

  private static ThreadStack virtual(Thread thread) {
    List<String> locks =
        Optional.ofNullable(LockSupport.getBlocker(thread)).stream()
            .map(blocker ->
                "- parking to wait for <"
                    + new LockInfo(blocker.getClass().getName(), System.identityHashCode(blocker))
                    + ">")
            .toList();
    return new ThreadStack(
        thread.threadId(),
        thread.getName(),
        true,
        thread.getState().name(),
        frames(thread.getStackTrace()),
        locks);
  }

  private static ThreadStack platform(ThreadInfo thread) {
    List<String> locks = new ArrayList<>();
    Optional.ofNullable(thread.getLockInfo())
        .ifPresent(lock -> locks.add("- waiting for <" + lock + ">" + holder(thread)));
    for (MonitorInfo held : thread.getLockedMonitors()) {
      locks.add("- locked <" + held + ">");
    }
    return new ThreadStack(
        thread.getThreadId(),
        thread.getThreadName(),
        false,
        thread.getThreadState().name(),
        frames(thread.getStackTrace()),
        locks);
  }

  private static String holder(ThreadInfo thread) {
    return thread.getLockOwnerId() < 0
        ? ""
        : ", held by #" + thread.getLockOwnerId() + " " + thread.getLockOwnerName();
  }

  private static List<String> frames(StackTraceElement[] stack) {
    return Arrays.stream(stack).map(StackTraceElement::toString).toList();
  }
}
