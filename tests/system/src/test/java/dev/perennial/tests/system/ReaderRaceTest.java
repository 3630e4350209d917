package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Live;
import dev.perennial.config.Mutated;
import dev.perennial.config.Opt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Readers that read as fast as they can while the configuration is mutated from its file: none may
/// see values of two generations in one group, an older generation after a newer one, or the old
/// values after the mutate has returned.
class ReaderRaceTest {
  private static final int READERS = 4;

  @TempDir Path directory;

  @Group("pair")
  public record Pair(
      @Opt(def = "0", mutable = true) int left,
      @Opt(def = "0", mutable = true) int right,
      @Opt(def = "0", mutable = true) String text) {

    boolean isWhole() {
      return left == right && text.equals(String.valueOf(left));
    }
  }

  /// Reads one group, and counts what must not happen.
  private static final class Reader {
    private final Live<Pair> live;
    private final AtomicLong reads;
    private long mixed;
    private long backwards;

    Reader(Live<Pair> live, AtomicLong reads) {
      this.live = live;
      this.reads = reads;
    }

    void readUntil(AtomicBoolean done) {
      int last = 0;
      while (!done.get()) {
        Pair pair = live.get();
        mixed += pair.isWhole() ? 0 : 1;
        backwards += pair.left() < last ? 1 : 0;
        last = pair.left();
        reads.incrementAndGet();
      }
    }
  }

  @Test
  void readers_lose_no_mutate_and_see_no_mixed_group() throws Exception {
    int mutates = Form.choose(500, 10_000);
    write(0);
    Config config =
        Config.program("race").groups(Pair.class).load(new String[] {"--config-file=" + file()});
    Live<Pair> live = config.live(Pair.class);
    AtomicLong told = new AtomicLong();
    live.onChange("count", (before, after) -> told.addAndGet(after.left() - before.left()));
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong reads = new AtomicLong();
    List<Reader> readers = Stream.generate(() -> new Reader(live, reads)).limit(READERS).toList();
    List<Thread> threads =
        readers.stream().map(r -> Thread.ofPlatform().start(() -> r.readUntil(done))).toList();
    int lost = 0;
    for (int i = 1; i <= mutates; i++) {
      write(i);
      assertInstanceOf(Mutated.class, config.mutate());
      lost += live.get().left() == i ? 0 : 1;
    }
    done.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(0, lost, "mutates were lost");
    assertEquals(0, readers.stream().mapToLong(r -> r.mixed).sum(), "mixed groups were seen");
    assertEquals(0, readers.stream().mapToLong(r -> r.backwards).sum(), "old values came back");
    assertEquals(mutates, told.get(), "a listener missed a change");
    Form.summary(
        "ReaderRaceTest",
        "%d mutates under %d reads by %d threads: none lost, none mixed"
            .formatted(mutates, reads.get(), READERS));
  }

  private Path file() {
    return directory.resolve("race.conf");
  }

  /// As an editor does: the program finds the old file or the new one, never a half.
  private void write(int number) throws IOException {
    Path next = directory.resolve("next");
    Files.writeString(next, "[pair]\nleft = %1$d\nright = %1$d\ntext = %1$d\n".formatted(number));
    Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
  }
}
