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

  /// Where an application is mounted, the path without a slash at its end. Ordered as they are
  /// tried: hosts with ports, hosts, any host; the longest path first.
  ///
  /// A map of them is sorted and never hashed: a JVM makes the hash code of a record at its first
  /// use, which takes a worker that starts some milliseconds.
  private record Mount(Optional<Authority> host, String path) implements Comparable<Mount> {

    boolean fits(String asked, Authority authority) {
      return host.map(wanted -> wanted.fits(authority)).orElse(true)
          && (asked.equals(path) || asked.startsWith(path + "/"));
    }

    @Override
    public int compareTo(Mount other) {
      int byHost = Integer.compare(generality(), other.generality());
      int byLength = Integer.compare(other.path.length(), path.length());
      return byHost != 0 ? byHost : byLength != 0 ? byLength : text().compareTo(other.text());
    }

    private int generality() {
      return host.map(name -> name.port().isEmpty() ? 1 : 0).orElse(2);
    }

    private String text() {
      return host.map(name -> name.name() + ":" + name.port()).orElse("") + path;
    }
  }

  /// A host as clients name it, in lower case, with a number of IPv6 in brackets.
  ///
  /// @param port empty where none is named
  private record Authority(String name, String port) {

    /// Where nobody looks at it.
    static final Authority ANY = new Authority("", "");

    /// @param text with a port behind it, or without
    static Authority of(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      int colon = lower.lastIndexOf(':');
      return colon > lower.lastIndexOf(']')
          ? new Authority(lower.substring(0, colon), lower.substring(colon + 1))
          : new Authority(lower, "");
    }

    /// What a request asks for: without a port it is that of the scheme.
    static Authority of(Request request) {
      Authority named = of(request.header("Host").orElse(""));
      return named.port.isEmpty()
          ? new Authority(named.name, request.scheme().equals("https") ? "443" : "80")
          : named;
    }

    boolean fits(Authority asked) {
      return name.equals(asked.name) && (port.isEmpty() || port.equals(asked.port));
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
    Optional<Authority> host = Optional.empty();
    if (words.size() > 2 && words.getFirst().equals("domain")) {
      host = Optional.of(Authority.of(words.get(1)));
      words.subList(0, 2).clear();
    }
    if (host.isPresent() && words.size() > 2 && words.getFirst().equals("port")) {
      host = Optional.of(new Authority(host.get().name(), words.get(1)));
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
    // Those that name a host come first.
    boolean byHost = !apps.isEmpty() && apps.firstKey().host().isPresent();
    Authority authority = byHost ? Authority.of(request) : Authority.ANY;
    for (Map.Entry<Mount, Handler> entry : apps.entrySet()) {
      Mount mount = entry.getKey();
      if (mount.fits(path, authority)) {
        return entry.getValue().handle(new MountedRequest(request, path, mount.path()));
      }
    }
    return notFound.handle(request);
  }

  private static String squeezed(String path) {
    return path.contains("//") ? path.replaceAll("/{2,}", "/") : path;
  }
}
