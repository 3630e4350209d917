package dev.perennial.cli;

import dev.perennial.config.OptionCatalog;
import dev.perennial.config.OptionSelection;
import dev.perennial.config.UnknownNamespaceException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import picocli.CommandLine.Option;

/// `--class-path` and `--namespace`: which options a command is about, and where the program is
/// that declares them.
///
/// Nothing of the program is run but its option providers; its jars are read with the class path
/// notation of `java`. Without a class path the providers are those beside this command.
final class CatalogOption {

  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      description = {
        "Jars and directories of the program, in the notation of java -cp.",
        "Default: what is installed beside this command."
      })
  private String classPath = "";

  @Option(
      names = "--namespace",
      paramLabel = "NAMESPACE",
      description = "Options to work with, such as oslo.service.service. Repeatable.")
  private List<String> namespaces = new ArrayList<>();

  List<String> namespaces() {
    return namespaces;
  }

  /// Finds the options.
  OptionSelection select() throws CommandFailure {
    return select(namespaces);
  }

  OptionSelection select(List<String> wanted) throws CommandFailure {
    OptionCatalog catalog = catalog();
    if (wanted.isEmpty()) {
      throw CommandFailure.usage(
          "--namespace is missing; there are " + String.join(", ", catalog.namespaces()));
    }
    try {
      return catalog.select(wanted);
    } catch (UnknownNamespaceException unknown) {
      throw CommandFailure.usage(String.valueOf(unknown.getMessage()));
    }
  }

  private OptionCatalog catalog() throws CommandFailure {
    try {
      return OptionCatalog.of(loader());
    } catch (ServiceConfigurationError | IllegalArgumentException broken) {
      throw CommandFailure.failed(
          "the options of the program cannot be read: " + broken.getMessage());
    } catch (LinkageError incomplete) {
      throw CommandFailure.failed("the class path is not complete: " + incomplete);
    }
  }

  private ClassLoader loader() throws CommandFailure {
    ClassLoader own = CatalogOption.class.getClassLoader();
    if (classPath.isEmpty()) {
      return own;
    }
    List<URL> places = new ArrayList<>();
    for (String place : classPath.split(":")) {
      places.addAll(urls(place));
    }
    return new URLClassLoader(places.toArray(URL[]::new), own);
  }

  private static List<URL> urls(String place) throws CommandFailure {
    List<URL> urls = new ArrayList<>();
    try {
      if (place.endsWith("/*") || place.equals("*")) {
        Path directory = Path.of(place.equals("*") ? "." : place.substring(0, place.length() - 2));
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
          for (Path jar : jars) {
            urls.add(url(jar));
          }
        }
      } else if (Files.exists(Path.of(place))) {
        urls.add(url(Path.of(place)));
      } else {
        throw CommandFailure.usage("--class-path: there is no " + place);
      }
    } catch (IOException | IllegalArgumentException unreadable) {
      throw CommandFailure.usage("--class-path: cannot read " + place + ": " + unreadable);
    }
    return urls;
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }
}
