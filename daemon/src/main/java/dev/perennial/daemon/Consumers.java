package dev.perennial.daemon;

import dev.perennial.rpc.RpcServer;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The RPC servers of a service.
final class Consumers {

  private final List<RpcServer> servers = new CopyOnWriteArrayList<>();

  void add(RpcServer server) {
    servers.add(server);
  }

  /// Forgets all of them, for another start.
  void clear() {
    servers.clear();
  }

  /// Begins to consume, in the order in which they were added.
  void start() {
    servers.forEach(RpcServer::start);
  }

  /// Drains all at the same time: none goes on taking calls while another one finishes its own.
  void drain(Deadline deadline) throws InterruptedException {
    List<Thread> draining = new ArrayList<>();
    for (RpcServer server : servers) {
      draining.add(
          Thread.ofVirtual().name("drain-" + server.name()).start(() -> drain(server, deadline)));
    }
    try {
      for (Thread thread : draining) {
        thread.join();
      }
    } catch (InterruptedException ended) {
      draining.forEach(Thread::interrupt);
      throw ended;
    }
  }

  void stop() {
    Steps.doAll(servers.stream().<Runnable>map(server -> server::stop).toList());
  }

  boolean awaitStopped(Deadline deadline) throws InterruptedException {
    boolean ended = true;
    for (RpcServer server : servers) {
      ended &= server.awaitStopped(deadline);
    }
    return ended;
  }

  Activity activity() {
    return servers.stream().map(RpcServer::activity).reduce(Activity.NONE, Activity::plus);
  }

  private static void drain(RpcServer server, Deadline deadline) {
    try {
      server.drain(deadline);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
