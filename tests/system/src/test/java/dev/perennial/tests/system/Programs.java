package dev.perennial.tests.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The programs of one test. After the test every process of theirs is ended, whatever happened,
/// and when the test failed their output is printed.
final class Programs implements AfterEachCallback {

  private final List<Program> running = new ArrayList<>();
  private final List<Path> directories = new ArrayList<>();

  /// The configuration of a program that has not been started.
  ProgramFile file() throws IOException {
    // Not below the build directory: the path of a UNIX socket has 107 bytes at most.
    Path directory = Files.createTempDirectory("pv");
    directories.add(directory);
    SharedCache.train(new ProgramFile(directory.resolve("training")));
    return new ProgramFile(directory);
  }

  Program start(ProgramFile file) throws IOException {
    Program program = Program.start(file);
    running.add(program);
    return program;
  }

  Program startReady(ProgramFile file) throws IOException, InterruptedException {
    return start(file).awaitReady();
  }

  /// Starts a program and returns as soon as its process runs Java.
  Program startUntilJava(ProgramFile file) throws IOException {
    Program program = start(file);
    // Before that it is a shell that has not come to its trap yet.
    while (!ProcFs.runsJava(program.pid()) && program.isAlive()) {
      Thread.onSpinWait();
    }
    return program;
  }

  Program startIntoPipe(ProgramFile file) throws IOException {
    Program program = Program.startIntoPipe(file);
    running.add(program);
    return program;
  }

  Program startInTerminal(ProgramFile file) throws IOException {
    Program program = Program.startInTerminal(file);
    running.add(program);
    return program;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    running.forEach(Program::close);
    if (context.getExecutionException().isPresent()) {
      running.forEach(program -> System.out.println(program.explanation()));
    }
    running.clear();
    directories.forEach(Programs::delete);
    directories.clear();
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(Programs::deleteOne);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
