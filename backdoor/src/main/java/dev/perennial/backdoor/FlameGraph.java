package dev.perennial.backdoor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Writes samples as a page that shows them as a flame graph. The page is one file and loads
/// nothing; it allows no script but its own.
///
/// The tree is data in the page: a row of names, and for each node in depth-first order its name,
/// its depth, its samples and whose code it is. Names may be hostile: the data cannot end the
/// element that it stands in, and the script only ever sets texts.
final class FlameGraph {

  private FlameGraph() {}

  static void write(Samples samples, ApplicationCode code, OutputStream out) throws IOException {
    String script = resource("flame-graph.js");
    String page =
        resource("flame-graph.html")
            .replace("{{script-hash}}", hash(script))
            .replace("{{style}}", resource("flame-graph.css"))
            .replace("{{note}}", escaped(samples.note()))
            .replace("{{kind}}", escaped(samples.kind().text()))
            .replace("{{begin}}", samples.begin().truncatedTo(ChronoUnit.SECONDS).toString())
            .replace("{{script}}", script);
    int data = page.indexOf("{{data}}");
    out.write(page.substring(0, data).getBytes(StandardCharsets.UTF_8));
    out.write(data(samples, code).getBytes(StandardCharsets.UTF_8));
    out.write(page.substring(data + "{{data}}".length()).getBytes(StandardCharsets.UTF_8));
  }

  private static String data(Samples samples, ApplicationCode code) {
    Map<Method, Integer> names = new LinkedHashMap<>();
    StringBuilder nodes = new StringBuilder();
    append(samples.tree().root(), 0, names, nodes);
    StringBuilder methods = new StringBuilder();
    names
        .keySet()
        .forEach(method ->
            methods
                .append(methods.isEmpty() ? "" : ",")
                .append('[')
                .append(quoted(method.text()))
                .append(',')
                .append(code.origin(method).ordinal())
                .append(']'));
    return "{\"periodMs\":"
        + samples.period().toNanos() / 1e6
        + ",\"methods\":["
        + methods
        + "],\"nodes\":["
        + nodes
        + "]}";
  }

  private static void append(
      CallTree.Node node, int depth, Map<Method, Integer> names, StringBuilder out) {
    Integer name = names.computeIfAbsent(node.method(), _ -> names.size());
    out.append(out.isEmpty() ? "" : ",")
        .append(name)
        .append(',')
        .append(depth)
        .append(',')
        .append(node.total());
    node.children().forEach(child -> append(child, depth + 1, names, out));
  }

  /// A JSON text that is none of HTML's signs either.
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          boolean isPlain = c >= ' ' && c < 0x7f && "\"\\<>&'".indexOf(c) < 0;
          out.append(isPlain ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\u%04x", c));
        });
    return out.append('"').toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = FlameGraph.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("not in the jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
