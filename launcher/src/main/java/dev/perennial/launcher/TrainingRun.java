package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigSnapshot;
import dev.perennial.launcher.Registrations.Registration;
import dev.perennial.process.Signal;
import dev.perennial.process.Signals;
import dev.perennial.service.MetricsPage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The inside of the process whose classes an [AotCache] is made of: it goes the way of a worker as
/// far as that is possible without serving, and ends.
final class TrainingRun {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  static final String VARIABLE = "PERENNIAL_TRAINING";

  private TrainingRun() {}

  /// Whether this process is one.
  static boolean isWanted(Map<String, String> environment) {
    return environment.containsKey(VARIABLE) && ConfigSnapshot.isForThisProcess(environment);
  }

  /// The environment to start one with. The configuration is its only descriptor.
  static Map<String, String> environment(Map<String, String> own) {
    Map<String, String> environment = new HashMap<>(own);
    WorkerEnvironment.removeSupervisorsOwn(environment);
    environment.put(VARIABLE, "true");
    environment.put(ConfigSnapshot.ENVIRONMENT_VARIABLE, "/dev/fd/3");
    return environment;
  }

  /// Does it, and ends the process: with 1 if a service cannot, because a cache of half of the
  /// classes would be taken for a whole one.
  static void run(Registrations registrations, Config config) {
    try {
      Signals.handle(Signal.TERM, _ -> {});
      Extensions.train(config);
      workWithSupervisor();
      for (Registration registration : registrations.all()) {
        registration.service().trainingRun();
      }
    } catch (Exception | Error failure) {
      LOG.log(Level.ERROR, "the training run failed", failure);
      System.exit(1);
    }
    System.exit(0);
  }

  private static void workWithSupervisor() throws IOException {
    Path directory = Files.createTempDirectory("perennial-training");
    Path socket = directory.resolve("s");
    Path page = directory.resolve("page");
    try {
      talkToItself(UnixDomainSocketAddress.of(socket));
      // As its supervisor makes it, and as a worker maps it.
      MetricsPage.create(page);
      MetricsPage.open(page);
    } finally {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(page);
      Files.deleteIfExists(directory);
    }
  }

  // What a worker and its supervisor say to each other, with this process at both ends.
  private static void talkToItself(UnixDomainSocketAddress address) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      try (LineChannel worker = new LineChannel(SocketChannel.open(address));
          LineChannel supervisor = new LineChannel(server.accept())) {
        new SupervisorLink(worker).say(new WorkerMessage.Ready());
        supervisor.receive().ifPresent(WorkerMessage::parse);
        supervisor.send(new WorkerOrder.ReportActivity().toLine());
        worker.receive().ifPresent(WorkerOrder::parse);
      }
    }
  }
}
