package dev.perennial.backdoor;

import dev.perennial.config.Config;
import dev.perennial.schedule.Timer;
import dev.perennial.schedule.Timers;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/// The profiler of this process: one profile at a time, whoever asked for it.
///
/// Thread-safe; whoever ends a profile waits until its files are written, and so does whoever wants
/// to begin the next one.
final class Profiler {

  private static final Logger LOG = System.getLogger("dev.perennial.backdoor");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /// A profile that everybody has forgotten must not go on for ever.
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Profiler OF_THIS_PROCESS = new Profiler();

  private final ReentrantLock lock = new ReentrantLock();

  // IDLE ──begin──► SAMPLING ──end──► IDLE
  //   ▲                 └──an hour──────┘
  // Nothing is IDLE. The lock guards it.
  private Optional<Sampler> sampling = Optional.empty();

  private volatile ApplicationCode code = new ApplicationCode(List.of());
  private Timer expiry = Timers.system().after(Duration.ZERO, () -> {});

  private Profiler() {}

  /// @param config says whose code comes first
  static Profiler ofThisProcess(Config config) {
    OF_THIS_PROCESS.code = ApplicationCode.of(ProfilerOptions.of(config).applicationPackages());
    return OF_THIS_PROCESS;
  }

  /// Begins to profile.
  ///
  /// @return what to do next, for a person
  /// @throws Refusal if a profile is running
  String begin(ProfileKind kind) throws IOException {
    lock.lock();
    try {
      if (sampling.isPresent()) {
        throw new Refusal(
            "a profile is running already; prof('name') or perennial profile --stop ends it and"
                + " writes it");
      }
      Sampler sampler =
          switch (kind) {
            case CPU -> new CpuSampler();
            case WALL -> new WallSampler();
          };
      sampling = Optional.of(sampler);
      expiry = Timers.system().after(LONGEST, () -> drop(sampler));
      return "profiling " + kind.text() + "; prof('name') ends it and writes it";
    } finally {
      lock.unlock();
    }
  }

  /// Ends the profile and writes its files into the temporary directory.
  ///
  /// @throws Refusal if none is running, or the name is none for files
  ProfileFiles end(String name) throws IOException {
    if (!NAME.matcher(name).matches() || name.matches("\\.+")) {
      throw new Refusal(
          "the name of a profile has 1 to 64 of A-Z a-z 0-9 . _ - and is not "
              + Printable.line(name));
    }
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    return end(samples -> write(samples, directory.resolve(name)));
  }

  /// Ends the profile and writes its flame graph alone.
  ///
  /// @throws Refusal if none is running
  ProfileFiles endInto(Path html) throws IOException {
    return end(samples -> {
      writeFlameGraph(samples, html);
      return new ProfileFiles(List.of(html), samples.count(), samples.note());
    });
  }

  @FunctionalInterface
  private interface Writer {
    ProfileFiles write(Samples samples) throws IOException;
  }

  private ProfileFiles end(Writer writer) throws IOException {
    lock.lock();
    try {
      Sampler sampler =
          sampling.orElseThrow(() -> new Refusal("no profile is running; prof() begins one"));
      sampling = Optional.empty();
      expiry.cancel();
      try (sampler) {
        return writer.write(sampler.end());
      }
    } finally {
      lock.unlock();
    }
  }

  private ProfileFiles write(Samples samples, Path base) throws IOException {
    Path stats = Path.of(base + ".prof");
    Path html = Path.of(base + ".html");
    PrivateFiles.write(stats, out -> PstatsFile.write(samples, code, out));
    writeFlameGraph(samples, html);
    if (samples.recordings().isEmpty()) {
      return new ProfileFiles(List.of(stats, html), samples.count(), samples.note());
    }
    Path recording = Path.of(base + ".jfr");
    // A flight recording is a row of complete parts.
    PrivateFiles.write(
        recording,
        out -> {
          for (Path part : samples.recordings()) {
            Files.copy(part, out);
          }
        });
    return new ProfileFiles(List.of(stats, html, recording), samples.count(), samples.note());
  }

  private void writeFlameGraph(Samples samples, Path html) throws IOException {
    PrivateFiles.write(
        html,
        out -> {
          OutputStream buffered = new BufferedOutputStream(out);
          FlameGraph.write(samples, code, buffered);
          buffered.flush();
        });
  }

  private void drop(Sampler forgotten) {
    lock.lock();
    try (forgotten) {
      if (sampling.filter(s -> s == forgotten).isPresent()) {
        sampling = Optional.empty();
        LOG.log(Level.WARNING, "nobody ended the profile within {0}; it is dropped", LONGEST);
      }
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "files of a dropped profile are left", failure);
    } finally {
      lock.unlock();
    }
  }
}
