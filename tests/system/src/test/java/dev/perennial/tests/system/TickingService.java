package dev.perennial.tests.system;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.BaseService;
import dev.perennial.service.Replacement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// A service without sockets. From the moment it takes over it writes its pid, the monotonic time
/// and that of the wall clock into a file again and again, where one is configured.
final class TickingService extends BaseService {

  private static final Duration INTERVAL = Duration.ofMillis(5);

  private final Config config;
  private final ServiceSpec spec;

  TickingService(Config config, ServiceSpec spec) {
    this.config = config;
    this.spec = spec;
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public Replacement replacement() {
    return spec.replacement();
  }

  @Override
  public void start() throws Exception {
    super.start();
    config.get(ProgramOptions.class).failBoot().happen();
    Journal.event(name(), "started");
  }

  @Override
  public void takeOver() {
    config
        .get(ProgramOptions.class)
        .ticks()
        .ifPresent(file -> tasks().addTimer("tick", INTERVAL, () -> tick(file)));
  }

  private static void tick(Path file) {
    String line =
        ProcessHandle.current().pid()
            + " "
            + System.nanoTime()
            + " "
            + System.currentTimeMillis()
            + "\n";
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void drain(Deadline deadline) throws InterruptedException {
    Journal.event(name(), "drain");
    config.get(ProgramOptions.class).failDrain().happen();
    super.drain(deadline);
  }

  @Override
  public void stop() {
    super.stop();
    Journal.event(name(), "stop");
  }

  @Override
  public void reset(ConfigChange change) {
    Journal.event(name(), "reset " + change.changes().size());
  }
}
