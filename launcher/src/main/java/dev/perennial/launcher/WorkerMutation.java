package dev.perennial.launcher;

import dev.perennial.config.Candidate;
import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.config.ConfigException;
import dev.perennial.config.ConfigSnapshot;
import dev.perennial.config.ListenerFailure;
import dev.perennial.config.Mutated;
import dev.perennial.service.Service;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.stream.Collectors;

/// A worker's part in a [Mutation]: it checks a configuration, and switches to it when all can.
///
/// Owned by the thread that obeys orders.
final class WorkerMutation {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private final Config config;
  private final Service service;
  private final SupervisorLink supervisor;

  // Empty ──prepare──► prepared ──commit, abort, or a prepare that is refused──► empty
  private Optional<Candidate> prepared = Optional.empty();

  /// @param supervisor is told what came of it
  WorkerMutation(Config config, Service service, SupervisorLink supervisor) {
    this.config = config;
    this.service = service;
    this.supervisor = supervisor;
  }

  void prepare(ConfigSnapshot snapshot) {
    try {
      prepared = Optional.of(config.prepare(snapshot));
      supervisor.say(new WorkerMessage.Prepared(snapshot.generation()));
    } catch (ConfigException refused) {
      refuse(snapshot, refused.errors().toString());
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, "the configuration cannot be checked", failure);
      refuse(snapshot, config.secretMask().apply(OneLine.of(failure)));
    }
  }

  private void refuse(ConfigSnapshot snapshot, String why) {
    prepared = Optional.empty();
    supervisor.say(new WorkerMessage.Refused(snapshot.generation(), why));
  }

  void commit() {
    prepared.ifPresent(candidate -> {
      Mutated result = config.commit(candidate);
      ChangeLog.failures(result);
      String trouble =
          result.failures().stream()
              .map(ListenerFailure::toString)
              .collect(Collectors.joining("; "));
      supervisor.say(new WorkerMessage.Switched(result.change().newGeneration(), trouble));
      reset(candidate.change());
    });
    prepared = Optional.empty();
  }

  // As in a ServiceGroup: a service that cannot follow a change goes on as it was.
  private void reset(ConfigChange change) {
    try {
      service.reset(change);
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, service.name() + " could not be reset", failure);
    }
  }

  void abort() {
    prepared = Optional.empty();
  }
}
