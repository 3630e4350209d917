package dev.perennial.backdoor;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Samples threads, those that wait too, by looking at their stacks: platform threads, and virtual
/// ones that work on a request, a call or a task.
///
/// That is much dearer than samples of CPU time: every look walks through every thread, which costs
/// some ten microseconds each, and more with deep stacks. So a look that took long is followed by a
/// pause of nine times its length.
///
/// A platform thread looks: a virtual one would never see those that keep it from running.
final class WallSampler implements Sampler {

  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final int SHARE = 10;
  private static final String OWN = "backdoor-";

  // java.base/java.lang.Thread.run(Thread.java:1474), app//a.B.c(B.java), and
  // a.B$$Lambda/0x1f.c(Unknown Source)
  private static final Pattern FRAME =
      Pattern.compile("(?:[\\w.@-]*/(?!0x)(?:[\\w.@-]*/)?)?(.+)\\.([^.]+)\\((?:.*?:(\\d+)|.*)\\)");

  private final ReentrantLock lock = new ReentrantLock();
  private final CallTree tree = new CallTree();
  private final Instant begin = Instant.now();
  private final long beginNanos = System.nanoTime();
  private final AtomicLong looks = new AtomicLong();
  private final Supplier<List<ThreadStack>> threads;
  private final CountDownLatch over = new CountDownLatch(1);

  // The lock guards it. A look that began before the end comes back after it and adds nothing:
  // whoever ended the profile reads the tree without the lock.
  private boolean ended;

  WallSampler() {
    this(LiveThreads::all);
  }

  /// @param threads takes the stacks, on the sampler's own thread
  WallSampler(Supplier<List<ThreadStack>> threads) {
    this.threads = threads;
    Thread.ofPlatform().name("backdoor-wall").daemon(true).start(this::lookUntilOver);
  }

  @Override
  public ProfileKind kind() {
    return ProfileKind.WALL;
  }

  /// How often the threads were looked at.
  long looks() {
    return looks.get();
  }

  private void lookUntilOver() {
    try {
      Duration pause = Duration.ZERO;
      while (!over.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        pause = look();
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error failure) {
      System.getLogger("dev.perennial.backdoor")
          .log(Level.ERROR, "a profile has no further samples", failure);
    }
  }

  /// @return the pause after it
  private Duration look() {
    long start = System.nanoTime();
    List<ThreadStack> stacks = threads.get();
    lock.lock();
    try {
      if (!ended) {
        stacks.stream().filter(thread -> !thread.name().startsWith(OWN)).forEach(this::add);
      }
    } finally {
      lock.unlock();
    }
    looks.incrementAndGet();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Duration pause = took.multipliedBy(SHARE - 1);
    return pause.compareTo(PERIOD) > 0 ? pause : PERIOD;
  }

  private void add(ThreadStack thread) {
    List<Method> methods = new ArrayList<>();
    methods.add(Method.label(Printable.line("thread " + thread.owner())));
    for (String frame : thread.frames().reversed()) {
      Matcher parts = FRAME.matcher(frame);
      if (parts.matches()) {
        Method method = Method.of(String.valueOf(parts.group(1)), String.valueOf(parts.group(2)));
        if (parts.group(3) != null) {
          tree.seen(method, Integer.parseInt(String.valueOf(parts.group(3))));
        }
        methods.add(method);
      }
    }
    tree.add(methods, 1);
  }

  @Override
  public Samples end() {
    over.countDown();
    Duration length = Duration.ofNanos(System.nanoTime() - beginNanos);
    lock.lock();
    try {
      ended = true;
      // The time between two looks depends on what a look costs.
      Duration period = length.dividedBy(Math.max(1, looks.get()));
      return new Samples(kind(), period, begin, length, 0, tree, List.of());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
