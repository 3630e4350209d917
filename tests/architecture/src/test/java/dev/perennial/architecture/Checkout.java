package dev.perennial.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The checkout that is being built: its modules and its text files.
///
/// @param root the folder that holds `mvnw`
record Checkout(Path root) {

  private static final Pattern MODULE = Pattern.compile("<module>\\s*([^<\\s]+)\\s*</module>");
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", ".vscode");
  private static final long LARGEST_TEXT = 1 << 20;

  /// A Maven module with sources of its own.
  ///
  /// @param folder where it lies below the root, with `/`
  /// @param packages the packages of its main sources
  record Module(String folder, Set<String> packages) {
    boolean isLibrary() {
      return !folder.contains("/");
    }
  }

  static Checkout find() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("mvnw"))) {
        return new Checkout(folder);
      }
    }
    throw new IllegalStateException("no folder with mvnw above " + here);
  }

  /// The modules that the root pom builds and that have main sources by now.
  List<Module> modules() {
    return MODULE
        .matcher(text(root.resolve("pom.xml")))
        .results()
        .map(found -> found.group(1))
        .filter(folder -> Files.isDirectory(mainSources(folder)))
        .map(folder -> new Module(folder, packagesOf(folder)))
        .filter(module -> !module.packages().isEmpty())
        .toList();
  }

  /// Every text file that belongs to the project; build output is none of it.
  List<TextFile> textFiles() {
    List<TextFile> found = new ArrayList<>();
    walk(
        root,
        file -> {
          String text = text(file);
          if (text.indexOf('\0') < 0) {
            found.add(TextFile.of(root.relativize(file).toString(), text));
          }
        });
    return found;
  }

  private Path mainSources(String folder) {
    return root.resolve(folder).resolve("src/main/java");
  }

  private Set<String> packagesOf(String folder) {
    Path sources = mainSources(folder);
    Set<Path> folders = new TreeSet<>();
    walk(
        sources,
        file -> {
          boolean isClass = file.toString().endsWith(".java") && !file.endsWith("module-info.java");
          if (isClass) {
            folders.add(sources.relativize(file.getParent()));
          }
        });
    return folders.stream()
        .map(path -> path.toString().replace('/', '.'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void walk(Path start, Consumer<Path> visit) {
    try {
      Files.walkFileTree(
          start,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
              return NOT_OURS.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
              if (about.isRegularFile() && about.size() <= LARGEST_TEXT) {
                visit.accept(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              // Another module's build may remove its files while this one looks.
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  // Not readString(): what is not UTF-8, a binary file for example, is no error here.
  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
