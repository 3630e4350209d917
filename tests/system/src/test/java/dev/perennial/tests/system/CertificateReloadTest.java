package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Certificates are exchanged under load, and no handshake fails.
class CertificateReloadTest {

  /// New connections that in turn must show the new certificate: more than one worker would take.
  private static final int LOOKS = 20;

  @RegisterExtension private final Programs programs = new Programs();

  /// What makes the program take the new files.
  enum Way {
    /// SIGHUP, which replaces the workers.
    RELOAD,
    /// SIGHUP, which changes the workers that run.
    MUTATE,
    /// Nothing but the files themselves.
    FOLLOW;

    String restartMethod() {
      return this == MUTATE ? "mutate" : "reload";
    }
  }

  @ParameterizedTest
  @EnumSource
  void certificates_are_exchanged_under_load_without_a_failed_handshake(Way way) throws Exception {
    ProgramFile file = programs.file();
    Certificates certificates = Certificates.in(file.path("tls"), Certificates.Name.SERVER);
    file.securedApi(2, certificates).set("restart_method", way.restartMethod());
    Program program = programs.startReady(file);
    Set<Long> first = program.workers();
    int exchanges = Form.choose(1, way == Way.FOLLOW ? 20 : 50);
    try (Load load = Load.start(handshakes(program))) {
      for (int i = 0; i < exchanges; i++) {
        load.awaitMore(100);
        Certificates.Name next = i % 2 == 0 ? Certificates.Name.RSA : Certificates.Name.SERVER;
        certificates.swapTo(next);
        take(program, way);
        awaitEverywhere(program, next);
        awaitInStatus(program, next);
      }
      load.awaitAnswered(exchanges * 100L);
      LoadReport report = load.stop();
      Form.summary("CertificateReloadTest " + way + " exchanges=" + exchanges, "" + report);
      report.assertNothingLost(exchanges * 100L);
    }
    assertEquals(way != Way.RELOAD, first.equals(program.awaitSettled().pids()), "same processes");
    program.stop();
  }

  // Most clients make a connection for each request; those that keep theirs see the old certificate
  // to its end.
  private static LoadProfile handshakes(Program program) throws Exception {
    return LoadProfile.on(
            program.targets(),
            LoadProfile.Group.oneShot(2, 0),
            LoadProfile.Group.oneShot(4, 30),
            LoadProfile.Group.keepingAlive(2, 1500))
        .withLongest(Duration.ofHours(1));
  }

  private static void take(Program program, Way way) throws Exception {
    switch (way) {
      case RELOAD -> program.reloadByHangup();
      case MUTATE -> program.signal("HUP");
      case FOLLOW -> {}
    }
  }

  private static void awaitEverywhere(Program program, Certificates.Name name) throws Exception {
    Target.Tls target = (Target.Tls) program.tcp();
    Waiting.until(
        name + " in all workers",
        Program.PATIENCE,
        () -> {
          for (int i = 0; i < LOOKS; i++) {
            if (!shownEnd(target).equals(name.ends())) {
              return false;
            }
          }
          return true;
        });
  }

  // With a memory of its own: a session that is resumed has the certificate of its first
  // connection.
  private static String shownEnd(Target.Tls target) throws IOException {
    try (TlsWire wire = new Target.Tls(target.host(), target.port(), Certificates.trust()).wire()) {
      wire.connect();
      return wire.certificateEnds();
    }
  }

  private static void awaitInStatus(Program program, Certificates.Name name) throws Exception {
    Waiting.until(
        name + " in the status of all workers",
        Program.PATIENCE,
        () ->
            program.status().workers().stream()
                .allMatch(worker -> worker.certificateEnds().equals(name.ends())));
  }
}
