package dev.perennial.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/// Which processors the threads of a process may use. A process can be kept on one of them while it
/// starts, so that those who serve have the others to themselves, and be let loose later: unlike a
/// lower priority, which only a privileged user could raise again.
final class Processors {

  private static final Logger LOG = System.getLogger("dev.perennial.process");

  // New threads get what the thread has that starts them. So one pass finds nearly all, a second
  // one those that were being started meanwhile; more than a few show that there is no end to it.
  private static final int PASSES = 10;

  private Processors() {}

  /// Something that starts a child.
  @FunctionalInterface
  interface Start<T> {
    T start() throws IOException;
  }

  /// Chooses processors.
  @FunctionalInterface
  interface Use {
    void use(BitSet processors) throws IOException;
  }

  /// Starts a child that may use only one of the processors of the calling thread. Where there is
  /// only one, or the kernel refuses, it is started like any other.
  static <T> T onOne(Start<T> start) throws IOException {
    return onOne(LibC.processors(), processors -> LibC.useProcessors(0, processors), start);
  }

  /// @param all processors of the calling thread
  /// @param use lets the calling thread use some of them
  static <T> T onOne(BitSet all, Use use, Start<T> start) throws IOException {
    if (all.cardinality() < 2 || !isNarrowed(all, use)) {
      return start.start();
    }
    try {
      return start.start();
    } finally {
      widen(all, use);
    }
  }

  private static boolean isNarrowed(BitSet all, Use use) {
    BitSet last = new BitSet();
    last.set(all.length() - 1);
    try {
      use.use(last);
      return true;
    } catch (IOException refused) {
      LOG.log(Level.DEBUG, "a child is not kept on one processor: {0}", refused.getMessage());
      return false;
    }
  }

  // The child has been made by now, and must not be lost.
  private static void widen(BitSet all, Use use) {
    try {
      use.use(all);
    } catch (IOException refused) {
      LOG.log(
          Level.WARNING,
          "children are started on one processor from now on: {0}",
          refused.getMessage());
    }
  }

  /// Lets threads of a process use the processors that the calling thread may use.
  ///
  /// @param names which threads, by the first 15 characters of their names
  static void allFor(long pid, Predicate<String> names) throws IOException {
    BitSet all = LibC.processors();
    Set<Integer> done = new HashSet<>();
    for (int pass = 0; pass < PASSES && allForNewThreads(pid, names, all, done); pass++) {
      // Until there is none left.
    }
  }

  private static boolean allForNewThreads(
      long pid, Predicate<String> names, BitSet all, Set<Integer> done) throws IOException {
    boolean found = false;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        int id = Integer.parseInt(thread.getFileName().toString());
        if (done.add(id)) {
          found = true;
          if (names.test(nameOf(thread))) {
            setFor(id, all);
          }
        }
      }
    } catch (NoSuchFileException | DirectoryIteratorException ended) {
      return false;
    }
    return found;
  }

  // A thread that is gone has no name, whether its file is missing or can no longer be read.
  private static String nameOf(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).strip();
    } catch (IOException gone) {
      return "";
    }
  }

  private static void setFor(int thread, BitSet all) {
    try {
      LibC.useProcessors(thread, all);
    } catch (IOException ended) {
      // The thread is gone.
    }
  }
}
