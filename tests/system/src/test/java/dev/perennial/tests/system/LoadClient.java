package dev.perennial.tests.system;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/// One client: pauses, sends a request, judges the answer, until the load ends.
///
/// A client that keeps its connection alive looks before each request whether the server has closed
/// it meanwhile, and connects anew then, as every careful client does; it also does so when an
/// answer said `Connection: close`. No request is ever sent twice.
final class LoadClient implements Runnable {

  private final Load load;
  private final String name;
  private final Target target;
  private final LoadProfile.Group group;
  private final SplittableRandom random;
  private Optional<LoadConnection> kept = Optional.empty();
  private int sent;

  LoadClient(Load load, String name, Target target, LoadProfile.Group group, long seed) {
    this.load = load;
    this.name = name;
    this.target = target;
    this.group = group;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public void run() {
    try {
      while (load.claimRequest()) {
        if (!load.pause(random.nextInt(group.shortestThink(), group.longestThink() + 1))) {
          return;
        }
        request();
      }
    } finally {
      kept.ifPresent(LoadConnection::close);
    }
  }

  private void request() {
    LoadRequest request = nextRequest();
    long begin = System.nanoTime();
    try {
      LoadConnection connection = connection();
      Duration idle = connection.idle();
      LoadResult result = connection.exchange(request, load.profile().patience());
      long took = System.nanoTime() - begin;
      if (group.keepsAlive() && result.mayGoOn()) {
        kept = Optional.of(connection);
      } else {
        connection.close();
        kept = Optional.empty();
      }
      load.ended(request, target, result, idle, took);
    } catch (IOException noDescriptor) {
      load.ended(
          request,
          target,
          LoadResult.failed(Outcome.REFUSED, noDescriptor.toString()),
          Duration.ZERO,
          0);
    }
  }

  private LoadConnection connection() throws IOException {
    if (kept.isPresent()) {
      if (!kept.get().isClosedByServer()) {
        return kept.get();
      }
      load.closedWhileIdle();
      kept.get().close();
      kept = Optional.empty();
    }
    load.connecting();
    return new LoadConnection(target);
  }

  /// The next request of the random sequence.
  LoadRequest nextRequest() {
    LoadProfile profile = load.profile();
    String id = name + "-" + sent++;
    if (random.nextInt(100) < profile.slowPercent()) {
      return LoadRequest.slow(id, random.nextInt(profile.slowestMillis() + 1), group.keepsAlive());
    }
    return LoadRequest.echo(id, body(profile.largestBody()), group.keepsAlive());
  }

  // A quarter has no body and a quarter one of any size; the others are small, as most are.
  private byte[] body(int largest) {
    int length =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> random.nextInt(largest + 1);
          default -> random.nextInt(Math.min(largest, 2048) + 1);
        };
    return Noise.piece(random, length);
  }
}
