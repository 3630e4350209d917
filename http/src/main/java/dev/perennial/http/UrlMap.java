package dev.perennial.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Divides requests between applications by the beginning of their paths, as `egg:Paste#urlmap`
/// does: the longest beginning that fits wins, whole segments only, and what names a host comes
/// before what does not. The application sees the rest of the path, see [Request#basePath()].
/// Immutable.
public final class UrlMap implements Handler {

  private static final String NOT_FOUND_APP = "not_found_app";

  /// A host with a port in lower case, or nothing, and a path without a slash at its end. Ordered
  /// as they are tried: hosts with ports, hosts, any host; the longest path first.
  ///
  /// A map of them is sorted and never hashed: a JVM makes the hash code of a record at its first
  /// use, which takes a worker that starts some milliseconds.
  private record Mount(Optional<String> host, String path) implements Comparable<Mount> {

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

    @Override
    public int compareTo(Mount other) {
      int byHost = Integer.compare(generality(), other.generality());
      int byLength = Integer.compare(other.path.length(), path.length());
      return byHost != 0 ? byHost : byLength != 0 ? byLength : text().compareTo(other.text());
    }

    private int generality() {
      return host.map(name -> name.contains(":") ? 0 : 1).orElse(2);
    }

    private String text() {
      return host.orElse("") + path;
    }
  }

  private final SortedMap<Mount, Handler> apps;
  private final Handler notFound;

  private UrlMap(SortedMap<Mount, Handler> apps, Handler notFound) {
    this.apps = apps;
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
    refuseTwice(names);
    SortedMap<Mount, Handler> apps = new TreeMap<>();
    parts.apps(names).forEach((key, app) -> apps.put(mount(key), app));
    return new UrlMap(
        apps, settings.get(NOT_FOUND_APP).map(parts::app).orElse(UrlMap::nothingThere));
  }

  private static void refuseTwice(Map<String, String> names) {
    Set<Mount> seen = new TreeSet<>();
    for (String key : names.keySet()) {
      if (!seen.add(mount(key))) {
        throw new IllegalArgumentException("a path is mapped twice: " + names);
      }
    }
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
    for (Map.Entry<Mount, Handler> entry : apps.entrySet()) {
      Mount mount = entry.getKey();
      if (mount.fits(path, host)) {
        return entry.getValue().handle(new MountedRequest(request, path, mount.path()));
      }
    }
    return notFound.handle(request);
  }

  private static String squeezed(String path) {
    return path.contains("//") ? path.replaceAll("/{2,}", "/") : path;
  }
}
