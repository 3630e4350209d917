package dev.perennial.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Descriptors 0, 1 and 2: standard input, output and error, made safe for a program that runs for
/// years. Both methods are to be called before sockets are opened and threads print.
public final class StandardDescriptors {

  private static final Logger LOG = System.getLogger("dev.perennial.process");

  private static final int COUNT = 3;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  // The most that an ordinary user may ask for.
  private static final int PIPE_BYTES = 1 << 20;

  // The type bits of a mode; see inode(7).
  private static final int FILE_TYPE = 0170000;
  private static final int PIPE = 0010000;

  // Never closed, and kept here so that the garbage collector does not do it either.
  private static final List<RandomAccessFile> HELD = new ArrayList<>();

  private StandardDescriptors() {}

  /// Opens `/dev/null` under each of the three numbers that is free. A program can be started with
  /// any of them closed; the kernel would give the number to the next socket that is opened, and
  /// whatever the program prints would go to a client.
  public static synchronized void occupy() {
    try {
      for (int number = 0; number < COUNT; number++) {
        if (!isOpen(number)) {
          // The kernel takes the lowest free number, and those below are taken.
          HELD.add(new RandomAccessFile("/dev/null", "rw"));
        }
      }
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "cannot open /dev/null: {0}", failure.getMessage());
    }
  }

  /// Lets nobody wait who prints into a pipe: where standard output or error is a pipe whose reader
  /// does not read, what does not fit is lost from now on. Without this the first thread that logs
  /// would wait for the reader, and all others for that thread. The pipe gets a megabyte of room,
  /// so that a reader that is merely slow loses nothing.
  ///
  /// Children inherit it. Others who write into the same pipe do not: what changes is a property of
  /// this process's own way into the pipe. A file, a terminal and a socket stay as they are.
  public static void neverWaitForReader() {
    for (int number : new int[] {STDOUT, STDERR}) {
      if (isPipe(number)) {
        reopen(number);
      }
    }
  }

  private static void reopen(int number) {
    try {
      int own = LibC.openPipe(pathOf(number).toString());
      try {
        LibC.duplicateOver(own, number);
        LibC.setPipeSize(own, PIPE_BYTES);
      } finally {
        LibC.close(own);
      }
    } catch (IOException failure) {
      // The reader is gone already, or the pipe is another user's: nothing worse than before.
      LOG.log(
          Level.DEBUG,
          "descriptor {0} stays as it is: {1}",
          Integer.toString(number),
          failure.getMessage());
    }
  }

  private static boolean isOpen(int number) {
    return Files.exists(pathOf(number), LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isPipe(int number) {
    try {
      int mode = (int) Files.getAttribute(pathOf(number), "unix:mode");
      return (mode & FILE_TYPE) == PIPE;
    } catch (IOException closed) {
      return false;
    }
  }

  private static Path pathOf(int number) {
    return Path.of("/proc/self/fd/" + number);
  }
}
