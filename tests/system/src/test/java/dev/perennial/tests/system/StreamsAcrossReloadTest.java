package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.Control.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Uploads and downloads that are longer than a reload are finished by the worker that began them,
/// while its replacement serves already.
class StreamsAcrossReloadTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void no_upload_and_no_download_that_spans_a_reload_is_lost(boolean tls) throws Exception {
    Program program = programs.startReady(file(tls));
    int reloads = Form.choose(1, 50);
    int streams = 0;
    long bytes = 0;
    for (int i = 0; i < reloads; i++) {
      for (LongExchange.Ending ending : acrossReload(program)) {
        streams++;
        bytes += ending.bytes();
      }
    }
    Form.summary(
        "StreamsAcrossReloadTest " + (tls ? "TLS" : "plain") + " reloads=" + reloads,
        streams + " uploads and downloads across a reload, " + bytes + " bytes, none lost");
    program.stop();
  }

  private ProgramFile file(boolean tls) throws Exception {
    // On a slow machine a reload takes longer, and what trickles through it lasts and grows.
    ProgramFile file = programs.file().gracefulTimeout(900).set("http", "max_body_size", "1 GiB");
    return tls
        ? file.securedApi(2, Certificates.in(file.path("tls"), Certificates.Name.SERVER))
        : file.api(2);
  }

  private static List<LongExchange.Ending> acrossReload(Program program) throws Exception {
    Set<Long> before = program.workers();
    List<LongExchange> streams = begin(program);
    CompletableFuture<Answer> reload =
        program.control().askLater("reload wait", Duration.ofMinutes(5));
    Waiting.until("replaced", Program.PATIENCE, () -> isReplaced(program, before));
    LongExchange.awaitPieces(streams, Form.choose(10, 125));
    assertTrue(
        before.stream().anyMatch(ProcFs::isAlive), "nobody who began a stream is left to end it");
    List<LongExchange.Ending> endings = new ArrayList<>();
    for (LongExchange stream : streams) {
      endings.add(stream.finish());
    }
    for (LongExchange.Ending ending : endings) {
      assertTrue(before.contains(ending.pid()), () -> ending + " is none of " + before);
    }
    Answer answer = reload.get();
    assertTrue(answer.ok(), answer::text);
    Waiting.until(
        "the old workers gone", Program.PATIENCE, () -> before.stream().noneMatch(ProcFs::isAlive));
    return endings;
  }

  /// Begins some on every address, and waits until all of them are in the hands of a worker.
  private static List<LongExchange> begin(Program program) throws Exception {
    List<LongExchange> streams = new ArrayList<>();
    for (Target target : program.targets()) {
      for (int i = 0; i < Form.choose(2, 8); i++) {
        streams.add(LongExchange.upload(target, Form.seed()));
        streams.add(LongExchange.download(target));
      }
    }
    Waiting.until(
        "streams under way",
        Program.PATIENCE,
        () ->
            program.status().workers().stream().mapToLong(Status.Worker::inFlight).sum()
                == streams.size());
    LongExchange.awaitPieces(streams, 2);
    return streams;
  }

  private static boolean isReplaced(Program program, Set<Long> before) throws Exception {
    List<Status.Worker> now = program.status().workers();
    return now.stream().filter(w -> w.isReady() && !before.contains(w.pid())).count()
        == before.size();
  }
}
