package dev.perennial.backdoor;

import dev.perennial.schedule.LoopingCall;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/// Samples threads that run, by the JDK's flight recorder: by CPU time where the JDK can, otherwise
/// by the clock.
///
/// A long profile is recorded in parts, and each part is counted when it is over: so only the last
/// one is left to be counted at the end, which takes as long for an hour as for a minute.
final class CpuSampler implements Sampler {

  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final Duration PART = Duration.ofSeconds(20);

  /// Stacks of frameworks are deeper than the recorder's own limit of 64 frames.
  private static final int STACK_DEPTH = 512;

  private final ReentrantLock lock = new ReentrantLock();
  private final Instant begin = Instant.now();
  private final long beginNanos = System.nanoTime();
  private final Path directory;
  private final SampleReader reader = new SampleReader();
  private final List<Path> parts = new ArrayList<>();
  private final LoopingCall<?> rotation;

  // RECORDING, one part after another ──end, close──► ENDED
  // The thread of the rotation begins the parts, that of whoever ends the profile ends it. Guarded
  // by the lock.
  private Recording recording;
  private boolean ended;

  CpuSampler() throws IOException {
    allowDeepStacks();
    directory = PrivateFiles.directory();
    recording = newRecording();
    rotation =
        LoopingCall.fixedInterval("backdoor-profile", PART, _ -> beginNextPart())
            .initialDelay(PART);
    rotation.start();
  }

  @Override
  public ProfileKind kind() {
    return ProfileKind.CPU;
  }

  // It is possible before the recorder is used for the first time, and makes no difference later.
  private static void allowDeepStacks() {
    if (FlightRecorder.isInitialized()) {
      return;
    }
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "jfrConfigure",
              new Object[] {new String[] {"stackdepth=" + STACK_DEPTH}},
              new String[] {String[].class.getName()});
    } catch (JMException refused) {
      System.getLogger("dev.perennial.backdoor")
          .log(Level.DEBUG, "profiles have short stacks", refused);
    }
  }

  private static Recording newRecording() {
    Recording recording = new Recording();
    recording.setName("perennial-profile");
    boolean byCpuTime =
        FlightRecorder.getFlightRecorder().getEventTypes().stream()
            .map(EventType::getName)
            .anyMatch(SampleReader.CPU_TIME::equals);
    if (byCpuTime) {
      recording
          .enable(SampleReader.CPU_TIME)
          .with("throttle", PERIOD.toMillis() + "ms")
          .withStackTrace();
      recording.enable(SampleReader.LOST);
    } else {
      recording.enable(SampleReader.BY_CLOCK).withPeriod(PERIOD).withStackTrace();
    }
    recording.start();
    return recording;
  }

  // The parts do not overlap: a sample would be counted twice.
  private void beginNextPart() throws IOException {
    lock.lock();
    try {
      if (!ended) {
        Recording over = recording;
        over.stop();
        recording = newRecording();
        count(over);
      }
    } finally {
      lock.unlock();
    }
  }

  private void count(Recording over) throws IOException {
    Path part = directory.resolve(parts.size() + ".jfr");
    over.dump(part);
    over.close();
    parts.add(part);
    reader.read(part);
  }

  @Override
  public Samples end() throws IOException {
    rotation.stop();
    lock.lock();
    try {
      ended = true;
      recording.stop();
      Duration length = Duration.ofNanos(System.nanoTime() - beginNanos);
      count(recording);
      return new Samples(
          kind(), PERIOD, begin, length, reader.lost(), reader.tree(), List.copyOf(parts));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    rotation.stop();
    lock.lock();
    try {
      ended = true;
      recording.close();
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
      Files.deleteIfExists(directory);
    } finally {
      lock.unlock();
    }
  }
}
