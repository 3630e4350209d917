package dev.perennial.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Divides requests between applications by the beginning of their paths, as `egg:Paste#urlmap`
/// does: the longest beginning that fits wins, whole segments only, and what names a host comes
/// before what does not. The application sees the rest of the path, see [Request#basePath()].
/// Immutable.
public final class UrlMap implements Handler {

  private static final String NOT_FOUND_APP = "not_found_app";

  /// A host with a port in lower case, or nothing, and a path without a slash at its end.
  private record Mount(Optional<String> host, String path) {

    boolean fits(String asked, String hostAndPort) {
      boolean hostFits =
          host.map(wanted ->
                  wanted.equals(hostAndPort)
                      || (wanted.indexOf(':') < 0
                          && hostAndPort.substring(0, hostEnd(hostAndPort)).equals(wanted)))
              .orElse(true);
      return hostFits && (asked.equals(path) || asked.startsWith(path + "/"));
    }

    private static int hostEnd(String hostAndPort) {
      int colon = hostAndPort.lastIndexOf(':');
      return colon > hostAndPort.lastIndexOf(']') ? colon : hostAndPort.length();
    }

    static final Comparator<Mount> ORDER =
        Comparator.comparing((Mount mount) -> mount.host().isEmpty())
            .thenComparing(mount -> !mount.host().orElse("").contains(":"))
            .thenComparing(mount -> -mount.path().length())
            .thenComparing(Mount::path);
  }

  private record Entry(Mount mount, Handler app) {}

  private final List<Entry> entries;
  private final Handler notFound;

  private UrlMap(Map<Mount, Handler> apps, Handler notFound) {
    this.entries =
        apps.entrySet().stream()
            .map(entry -> new Entry(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparing(Entry::mount, Mount.ORDER))
            .toList();
    this.notFound = notFound;
  }

  /// The map that a section describes, for [PipelineFactories]: each key is `/path`, or `domain
  /// NAME [port N] /path`, each value an application; `not_found_app` may name the one for
  /// everything else.
  static Handler create(PipelineParts parts, PipelineSettings settings) {
    Map<String, String> names =
        settings.local().entrySet().stream()
            .filter(entry -> !entry.getKey().equals(NOT_FOUND_APP))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Map<Mount, Handler> apps = parts.apps(mounts(names));
    return new UrlMap(
        apps, settings.get(NOT_FOUND_APP).map(parts::app).orElse(UrlMap::nothingThere));
  }

  private static Map<Mount, String> mounts(Map<String, String> names) {
    Map<Mount, String> mounts =
        names.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> mount(entry.getKey()),
                    Map.Entry::getValue,
                    (_, _) -> {
                      throw new IllegalArgumentException("a path is mapped twice: " + names);
                    }));
    return mounts;
  }

  private static Mount mount(String key) {
    List<String> words = new ArrayList<>(PasteResolver.words(key));
    Optional<String> host = Optional.empty();
    if (words.size() > 2 && words.getFirst().equals("domain")) {
      host = Optional.of(words.get(1).toLowerCase(Locale.ROOT));
      words.subList(0, 2).clear();
    }
    if (host.isPresent() && words.size() > 2 && words.getFirst().equals("port")) {
      host = Optional.of(host.get() + ":" + words.get(1));
      words.subList(0, 2).clear();
    }
    if (words.size() != 1 || !words.getFirst().startsWith("/")) {
      throw new IllegalArgumentException(
          "'" + key + "' is neither /path nor domain NAME [port N] /path");
    }
    String path = words.getFirst();
    return new Mount(host, path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  private static Response nothingThere(Request request) {
    throw new HttpError(404, "there is nothing at " + request.basePath() + request.path());
  }

  @Override
  public Response handle(Request request) throws Exception {
    String path = squeezed(request.path());
    String host = request.header("Host").orElse("").toLowerCase(Locale.ROOT);
    for (Entry entry : entries) {
      if (entry.mount().fits(path, host)) {
        return entry.app().handle(new MountedRequest(request, path, entry.mount().path()));
      }
    }
    return notFound.handle(request);
  }

  private static String squeezed(String path) {
    return path.contains("//") ? path.replaceAll("/{2,}", "/") : path;
  }
}
