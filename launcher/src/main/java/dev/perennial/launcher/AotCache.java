package dev.perennial.launcher;

import dev.perennial.process.SystemCallException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The file of classes, already parsed and linked, that all workers of a program map at their start
/// (JEP 483, 514): it shortens the way to the first answer, and workers share its pages.
///
/// A cache is good for one JVM, one set of options and one class path. All three go into the name
/// of the file, with size and time of every jar: a file that is found by its name fits, and after
/// an update of the program there is simply none yet.
sealed interface AotCache {

  System.Logger LOG = System.getLogger("dev.perennial.launcher");

  /// How the names of the files end.
  String SUFFIX = ".aot";

  /// What operators see in the status.
  String text();

  /// What a worker's JVM is told.
  List<String> jvmOptions();

  /// Makes the cache if it is missing. Takes seconds; returns at once when there is nothing to do.
  void train();

  /// Gives up a training that is going on.
  void cancel();

  /// The JVM of a worker that was started from it has crashed. The JVM looks at little more than
  /// the beginning of the file, so that may be what is wrong with it.
  void workerCrashed();

  /// There is no cache, on purpose or because there cannot be one.
  ///
  /// @param text why, in a few words
  record None(String text) implements AotCache {

    @Override
    public List<String> jvmOptions() {
      return List.of();
    }

    @Override
    public void train() {}

    @Override
    public void cancel() {}

    @Override
    public void workerCrashed() {}
  }

  /// There is a cache, or will be once it has been trained.
  ///
  /// @param file where it is
  /// @param training makes it
  record Trained(Path file, AotTraining training) implements AotCache {

    @Override
    public String text() {
      return Files.exists(file) ? "ready" : training.text();
    }

    // A file that the JVM refuses costs a slower start and no more. Whether it was used is in the
    // status, so the JVM need not speak of it in the program's output.
    @Override
    public List<String> jvmOptions() {
      return Files.exists(file)
          ? List.of("-XX:AOTCache=" + file, "-Xlog:aot=off", "-Xlog:cds=off")
          : List.of();
    }

    @Override
    public void train() {
      if (!Files.exists(file)) {
        training.run();
      }
    }

    @Override
    public void cancel() {
      training.cancel();
    }

    @Override
    public void workerCrashed() {
      try {
        if (Files.deleteIfExists(file)) {
          LOG.log(
              Level.WARNING,
              "removed the AOT cache {0}: the JVM of a worker that was started from it crashed",
              file);
        }
      } catch (IOException stays) {
        LOG.log(
            Level.ERROR,
            "remove the AOT cache {0}: the JVM of a worker that was started from it crashed: {1}",
            file,
            SystemCallException.reasonOf(stays));
      }
    }
  }

  /// Finds out whether workers can have a cache, and where it is.
  ///
  /// @param program name of the program
  /// @param command of the workers
  /// @param classPath of this process, which is the workers' too
  /// @param starter starts the processes of a training
  static AotCache of(
      String program, WorkerCommand command, String classPath, AotTraining.Starter starter) {
    LauncherOptions options = command.options();
    if (!options.aotCache()) {
      return new None("off");
    }
    Optional<String> own = command.ownSharedArchive();
    if (own.isPresent()) {
      return new None("off: the JVM was started with " + own.get());
    }
    try {
      String key = key(command, jars(classPath));
      Path directory =
          new PrivateDirectory("the directory", "[launcher] aot_cache_dir")
              .prepare(options.aotCacheDir().orElseGet(() -> defaultDirectory(System.getenv())));
      Path file = directory.resolve(program + "-" + key + SUFFIX);
      return new Trained(file, new AotTraining(command, file, starter));
    } catch (InvalidPathException unusable) {
      return new None("impossible: no path: " + PathText.reason(unusable));
    } catch (FileSystemException impossible) {
      String file = impossible.getFile() == null ? "" : impossible.getFile() + ": ";
      return new None("impossible: " + file + SystemCallException.reasonOf(impossible));
    } catch (IOException impossible) {
      return new None("impossible: " + impossible.getMessage());
    }
  }

  /// Whether a process has mapped a cache.
  static boolean isUsedBy(long pid) {
    try (Stream<String> mappings = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
      return mappings.anyMatch(line -> line.endsWith(SUFFIX));
    } catch (IOException | UncheckedIOException gone) {
      return false;
    }
  }

  /// The directory when none is configured: the one that systemd made (`CacheDirectory=`), else one
  /// among the user's own caches.
  static Path defaultDirectory(Map<String, String> environment) {
    String systemd = environment.getOrDefault("CACHE_DIRECTORY", "");
    if (!systemd.isEmpty()) {
      return Path.of(systemd.split(":", 2)[0], "aot");
    }
    String user = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path caches =
        user.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(user);
    return caches.resolve("perennial").resolve("aot");
  }

  private static List<Path> jars(String classPath) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      Path jar = Path.of(entry);
      if (!Files.isRegularFile(jar)) {
        throw new IOException("the class path has something else than jars: " + entry);
      }
      jars.add(jar);
    }
    return jars;
  }

  private static String key(WorkerCommand command, List<Path> jars) throws IOException {
    StringBuilder parts = new StringBuilder(System.getProperty("java.vm.version"));
    command.wordsOfClassLoading().forEach(word -> parts.append('\n').append(word));
    for (Path jar : jars) {
      parts.append('\n').append(jar.toRealPath());
      parts.append(' ').append(Files.size(jar));
      parts.append(' ').append(Files.getLastModifiedTime(jar).toMillis());
    }
    return digest(parts.toString()).substring(0, 16);
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }
}
