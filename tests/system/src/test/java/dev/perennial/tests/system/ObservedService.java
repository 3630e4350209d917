package dev.perennial.tests.system;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.http.HttpService;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.Activity;
import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.ListeningService;
import dev.perennial.service.Replacement;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An HTTP service that writes into the journal what is done with it.
final class ObservedService implements ListeningService {

  private final Config config;
  private final ServiceSpec spec;
  private final HttpService http;

  ObservedService(Config config, ServiceSpec spec, HttpService http) {
    this.config = config;
    this.spec = spec;
    this.http = http;
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
  public List<Class<? extends Record>> optionGroups() {
    return List.of(ProgramOptions.Exclusive.class);
  }

  @Override
  public List<ListenAddress> listenAddresses() {
    return http.listenAddresses();
  }

  @Override
  public void bind(List<BoundSocket> sockets) {
    http.bind(sockets);
  }

  @Override
  public void start() throws Exception {
    Journal.event(name(), "start");
    misbehave(config.get(ProgramOptions.class));
    http.start();
    dieLater(config.get(ProgramOptions.class).lifeMillis());
    if (config.get(ProgramOptions.class).child().isPresent()) {
      Program.startChild(config.get(ProgramOptions.class).child().get());
    }
    Journal.event(name(), "started");
  }

  // It says so and no more: warming up takes time in each reload, and no test needs its effect.
  @Override
  public void warmUp() {
    Journal.event(name(), "warm-up");
  }

  @Override
  public void trainingRun() throws Exception {
    if (config.get(ProgramOptions.class).failTraining()) {
      throw new IllegalStateException("the configuration asked for a failing training");
    }
    if (config.get(ProgramOptions.class).trainingGate().isPresent()) {
      Gate.pass(config.get(ProgramOptions.class).trainingGate().get());
    }
    http.trainingRun();
  }

  // What the configuration asks for: taking long, failing, keeping others out.
  private void misbehave(ProgramOptions options) throws Exception {
    Thread.sleep(options.bootMillis());
    if (options.bootGate().isPresent()) {
      Gate.pass(options.bootGate().get());
    }
    options.failBoot().happen();
    if (spec.replacement() == Replacement.EXCLUSIVE && options.exclusive().isPresent()) {
      lockForLife(options.exclusive().get());
    }
  }

  private static void dieLater(int millis) {
    if (millis == 0) {
      return;
    }
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            Thread.sleep(millis);
          } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
          }
          Runtime.getRuntime().halt(9);
        });
  }

  // The lock is given up by the kernel when the process ends, and never before.
  @SuppressWarnings("resource") // see above
  private static void lockForLife(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (file.tryLock() == null) {
      throw new IOException("another process of an exclusive service is alive");
    }
  }

  @Override
  public Optional<Instant> certificateEnd() {
    return http.certificateEnd();
  }

  @Override
  public void drain(Deadline deadline) throws InterruptedException {
    Journal.event(name(), "drain");
    http.drain(deadline);
    Journal.event(name(), "drained");
  }

  @Override
  public void stop() {
    http.stop();
    Journal.event(name(), "stop");
  }

  @Override
  public boolean awaitStopped(Deadline deadline) throws InterruptedException {
    return http.awaitStopped(deadline);
  }

  @Override
  public void reset(ConfigChange change) {
    http.reset(change);
    Journal.event(name(), "reset " + change.changes().size());
    if (config.get(ProgramOptions.Live.class).value().equals(ProgramOptions.Live.UNBEARABLE)) {
      throw new IllegalStateException("the configuration asked for a failing reset");
    }
  }

  @Override
  public Activity activity() {
    return http.activity();
  }
}
