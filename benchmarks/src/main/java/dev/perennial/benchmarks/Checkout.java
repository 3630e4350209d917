package dev.perennial.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where things are in the checkout that `benchmarks/run` has built.
///
/// @param root the folder that holds `mvnw`
record Checkout(Path root) {

  List<String> java() {
    return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
  }

  /// Class path of the programs of this module, all of it jars as in an installation.
  String benchmarks() {
    return classPath(root.resolve("benchmarks/target"), "perennial-benchmarks.jar");
  }

  /// Class path of a program of this module that uses a few libraries only: what else lies there
  /// would be opened at its start too.
  ///
  /// @param libraries how the names of their jars begin
  String benchmarks(List<String> libraries) throws IOException {
    Path target = root.resolve("benchmarks/target");
    try (Stream<Path> jars = Files.list(target.resolve("lib"))) {
      Stream<String> used =
          jars.filter(jar -> libraries.stream().anyMatch(jar.getFileName().toString()::startsWith))
              .map(Path::toString)
              .sorted();
      return Stream.concat(Stream.of(target.resolve("perennial-benchmarks.jar").toString()), used)
          .collect(Collectors.joining(":"));
    }
  }

  /// Class path of the frameworks of the JVM.
  String frameworks() {
    return classPath(root.resolve("benchmarks/peers/jvm/target"), "perennial-benchmarks-peers.jar");
  }

  /// A file of the certificates that the tests use.
  Path pem(String name) {
    return root.resolve("tls/src/test/resources/pem").resolve(name);
  }

  /// Class path of the example.
  String orchestrator() {
    return classPath(root.resolve("examples/orchestrator/target"), "perennial-orchestrator.jar");
  }

  /// One of our own libraries, as the example has it.
  String library(String module) {
    Path lib = root.resolve("examples/orchestrator/target/lib");
    return lib.resolve("perennial-" + module + "-0.1.0-SNAPSHOT.jar").toString();
  }

  Path peers() {
    return root.resolve("benchmarks/peers");
  }

  String peer(String file) {
    return peers().resolve(file).toString();
  }

  Path results() {
    return root.resolve("benchmarks/results");
  }

  /// @return the short name of the commit, and whether the tree differs from it
  String commit() throws InterruptedException {
    try {
      String name = git("rev-parse", "--short", "HEAD");
      String changes = git("status", "--porcelain", "--", ".", ":!benchmarks/results");
      return changes.isEmpty() ? name : name + " with changes";
    } catch (IOException noGit) {
      return "unknown";
    }
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    return Command.output(
        Stream.concat(Stream.of("git", "-C", root.toString()), Stream.of(arguments)).toList());
  }

  // The JVM puts the names in the place of the asterisk.
  private static String classPath(Path target, String jar) {
    return target.resolve(jar) + ":" + target.resolve("lib/*");
  }
}
