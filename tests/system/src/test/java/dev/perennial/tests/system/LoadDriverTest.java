package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.BrokenServer.Fault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Proves that the load driver sees what goes wrong: a driver that overlooks a lost request would
/// make every other test of this module worthless.
class LoadDriverTest {

  private static final LoadProfile.Group ONE_SHOT = LoadProfile.Group.oneShot(2, 0);
  private static final LoadProfile.Group KEEPING_ALIVE = LoadProfile.Group.keepingAlive(2, 0);

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void right_answers_are_ok(Transport transport) throws Exception {
    LoadReport report = run(transport, Fault.NONE, 200, KEEPING_ALIVE, ONE_SHOT);
    assertEquals(200, report.count(Outcome.OK), report::explanation);
    assertEquals(200, report.perPid().get(4711L));
    report.assertNothingLost(200);
  }

  @Test
  void kept_connections_are_used_again_and_one_shot_ones_are_not() throws Exception {
    assertEquals(2, run(Transport.TCP, Fault.NONE, 100, KEEPING_ALIVE).connections());
    assertEquals(100, run(Transport.TCP, Fault.NONE, 100, ONE_SHOT).connections());
  }

  @ParameterizedTest
  @EnumSource
  void connection_close_is_obeyed_and_nothing_is_lost(Transport transport) throws Exception {
    LoadReport report = run(transport, Fault.SAYS_CLOSE, 50, KEEPING_ALIVE);
    assertOnly(report, Outcome.OK, 50);
    assertEquals(50, report.connections());
    assertEquals(0, report.closedWhileIdle());
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_closed_between_two_requests_is_noticed_before_the_next(Transport transport)
      throws Exception {
    LoadProfile.Group pausing = new LoadProfile.Group(true, 2, 400, 500);
    try (BrokenServer server = start(transport, Fault.CLOSES_AFTER_ANSWER)) {
      LoadReport report = run(server, 16, pausing);
      // With a pause that is too short for a busy machine they may cross: that is a reset.
      assertEquals(16, report.count(Outcome.OK) + report.count(Outcome.RESET));
      assertTrue(report.count(Outcome.OK) > 8, report::explanation);
      assertTrue(report.closedWhileIdle() > 4, report::explanation);
    }
  }

  @Test
  void nobody_listening_is_refused() throws Exception {
    Target.Tcp target;
    try (ServerSocketChannel closed = ServerSocketChannel.open()) {
      closed.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = ((InetSocketAddress) closed.getLocalAddress()).getPort();
      target = new Target.Tcp("127.0.0.1", port);
    }
    assertOnly(run(target, 10, ONE_SHOT), Outcome.REFUSED, 10);
  }

  @Test
  void a_missing_and_a_stale_socket_file_are_refused() throws Exception {
    Path path = directory.resolve("s");
    assertOnly(run(new Target.Unix(path), 10, ONE_SHOT), Outcome.REFUSED, 10);
    try (ServerSocketChannel stale =
        ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      stale.bind(java.net.UnixDomainSocketAddress.of(path));
    }
    assertTrue(Files.exists(path));
    assertOnly(run(new Target.Unix(path), 10, ONE_SHOT), Outcome.REFUSED, 10);
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_that_ends_without_an_answer_is_reset(Transport transport) throws Exception {
    assertOnly(run(transport, Fault.RESETS, 20, KEEPING_ALIVE, ONE_SHOT), Outcome.RESET, 20);
    assertOnly(
        run(transport, Fault.CLOSES_UNANSWERED, 20, KEEPING_ALIVE, ONE_SHOT), Outcome.RESET, 20);
  }

  @ParameterizedTest
  @EnumSource
  void an_answer_that_breaks_off_is_truncated(Transport transport) throws Exception {
    assertOnly(run(transport, Fault.TRUNCATES, 20, KEEPING_ALIVE), Outcome.TRUNCATED, 20);
    assertOnly(run(transport, Fault.TRUNCATES_THE_HEAD, 20, ONE_SHOT), Outcome.TRUNCATED, 20);
  }

  @ParameterizedTest
  @EnumSource(names = {"WRONG_ID", "WRONG_CHECKSUM", "DAMAGED_BODY", "WRONG_STATUS", "NO_HTTP"})
  void an_answer_that_is_none_is_wrong(Fault fault) throws Exception {
    for (Transport transport : Transport.values()) {
      assertOnly(run(transport, fault, 20, KEEPING_ALIVE, ONE_SHOT), Outcome.WRONG_ANSWER, 20);
    }
  }

  @ParameterizedTest
  @EnumSource
  void no_answer_is_timed_out(Transport transport) throws Exception {
    try (BrokenServer server = start(transport, Fault.NEVER_ANSWERS)) {
      LoadProfile profile = profile(server.target(), 4, KEEPING_ALIVE, ONE_SHOT);
      LoadReport report = Load.start(profile.withPatience(Duration.ofSeconds(1))).await();
      assertOnly(report, Outcome.TIMED_OUT, 4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_reset_of_a_kept_connection_is_late_only_after_more_than_a_second_of_idleness(
      Transport transport) throws Exception {
    try (BrokenServer server = start(transport, Fault.RESETS_THE_SECOND)) {
      assertEquals(Outcome.LATE_ON_IDLE, outcomeOfSecondRequest(server, Duration.ofMillis(1100)));
    }
    assertEquals(Outcome.RESET, LoadConnection.endedUnanswered(true, 1_000_000_000));
    assertEquals(Outcome.LATE_ON_IDLE, LoadConnection.endedUnanswered(true, 1_000_000_001));
    assertEquals(Outcome.RESET, LoadConnection.endedUnanswered(false, 2_000_000_000));
  }

  @Test
  void a_request_that_is_lost_on_a_kept_connection_is_laid_to_who_had_answered_on_it()
      throws Exception {
    LoadReport kept = run(Transport.TCP, Fault.RESETS_THE_SECOND, 20, KEEPING_ALIVE);
    assertTrue(kept.lost() > 0, kept::explanation);
    assertEquals(Map.of(4711L, kept.lost()), kept.lostPerPid(), kept::explanation);
    LoadReport fresh = run(Transport.TCP, Fault.RESETS, 20, KEEPING_ALIVE);
    assertEquals(Map.of(), fresh.lostPerPid(), fresh::explanation);
  }

  @Test
  void a_fresh_connection_is_never_late() throws Exception {
    try (BrokenServer server = start(Transport.TCP, Fault.RESETS)) {
      LoadReport report = run(server, 4, LoadProfile.Group.keepingAlive(2, 1500));
      assertOnly(report, Outcome.RESET, 4);
    }
  }

  @Test
  void only_ok_and_late_on_idle_are_not_lost() {
    EnumSet<Outcome> lost = EnumSet.allOf(Outcome.class);
    lost.removeIf(outcome -> !outcome.isLost());
    assertEquals(EnumSet.complementOf(EnumSet.of(Outcome.OK, Outcome.LATE_ON_IDLE)), lost);
  }

  @Test
  void a_load_ends_in_time_when_it_is_stopped_and_by_itself() throws Exception {
    try (BrokenServer server = start(Transport.TCP, Fault.NONE)) {
      LoadProfile endless = LoadProfile.mixed(List.of(server.target()));
      try (Load load = Load.start(endless)) {
        load.awaitAnswered(100);
        load.stop().assertNothingLost(100);
      }
      LoadReport bounded = Load.start(endless.withLongest(Duration.ofMillis(300))).await();
      assertTrue(bounded.took().compareTo(Form.atOnce(5)) < 0, bounded::toString);
    }
  }

  @Test
  void one_seed_makes_the_same_requests_again() throws Exception {
    try (BrokenServer server = start(Transport.TCP, Fault.NONE)) {
      LoadProfile profile =
          LoadProfile.on(List.of(server.target()), LoadProfile.Group.oneShot(1, 0))
              .withSlow(50, 9)
              .withRequests(30);
      assertEquals(Load.start(profile).await().requests(), Load.start(profile).await().requests());
      LoadClient one = new LoadClient(Load.start(profile), "x", server.target(), ONE_SHOT, 7);
      LoadClient two = new LoadClient(Load.start(profile), "x", server.target(), ONE_SHOT, 7);
      for (int i = 0; i < 100; i++) {
        assertEquals(one.nextRequest().bytes(), two.nextRequest().bytes());
      }
    }
  }

  /// What a test runs over.
  enum Transport {
    TCP,
    UNIX
  }

  private BrokenServer start(Transport transport, Fault fault) throws IOException {
    return switch (transport) {
      case TCP -> BrokenServer.onTcp(fault);
      case UNIX -> BrokenServer.onUnix(directory.resolve("b"), fault);
    };
  }

  private LoadReport run(
      Transport transport, Fault fault, long requests, LoadProfile.Group... groups)
      throws Exception {
    try (BrokenServer server = start(transport, fault)) {
      return run(server, requests, groups);
    }
  }

  private static LoadReport run(BrokenServer server, long requests, LoadProfile.Group... groups)
      throws Exception {
    LoadReport report = run(server.target(), requests, groups);
    assertEquals(report.connections(), server.connections());
    return report;
  }

  private static LoadReport run(Target target, long requests, LoadProfile.Group... groups)
      throws Exception {
    return Load.start(profile(target, requests, groups)).await();
  }

  private static LoadProfile profile(Target target, long requests, LoadProfile.Group... groups) {
    return LoadProfile.on(List.of(target), groups)
        .withRequests(requests)
        .withPatience(Program.PATIENCE);
  }

  private static void assertOnly(LoadReport report, Outcome outcome, long count) {
    assertEquals(count, report.count(outcome), report::explanation);
    assertEquals(count, report.requests(), report::explanation);
  }

  private static Outcome outcomeOfSecondRequest(BrokenServer server, Duration idle)
      throws Exception {
    Duration patience = Program.PATIENCE;
    try (LoadConnection connection = new LoadConnection(server.target())) {
      LoadRequest first = LoadRequest.echo("first", new byte[10], true);
      assertEquals(Outcome.OK, connection.exchange(first, patience).outcome());
      Thread.sleep(idle);
      return connection
          .exchange(LoadRequest.echo("second", new byte[10], true), patience)
          .outcome();
    }
  }
}
