package dev.perennial.rpc;

import dev.perennial.config.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A `transport_url`:
/// `driver://user:password@host:port,user2:password2@host2:port2/vhost?key=value`.
///
/// User, password, virtual host and query are percent-encoded; an IPv6 address stands in brackets.
/// A host without credentials does not take over those of the host before it. A key of the query
/// that occurs twice has both values, joined by a comma. What is behind a `+` in the driver is
/// ignored.
///
/// @param transport the driver, in lower case
/// @param hosts the servers; may be empty
/// @param virtualHost the decoded path without its first slash; may be empty
/// @param query decoded options, in their order
public record TransportUrl(
    String transport, List<Host> hosts, String virtualHost, Map<String, String> query) {

  /// One server of the bus.
  ///
  /// @param name name or address, without brackets; empty when only credentials are given
  /// @param port as written
  /// @param user decoded
  /// @param password decoded
  public record Host(
      String name, OptionalInt port, Optional<String> user, Optional<Secret> password) {

    /// {@return the address, without credentials}
    @Override
    public String toString() {
      String shown = name.contains(":") ? "[" + name + "]" : name;
      return shown + (port.isPresent() ? ":" + port.getAsInt() : "");
    }
  }

  /// Copies the collections.
  public TransportUrl {
    hosts = List.copyOf(hosts);
    query = Map.copyOf(new LinkedHashMap<>(query));
  }

  /// Reads a URL.
  ///
  /// @param text the URL
  /// @return its parts
  /// @throws InvalidUrlException saying which part is wrong; shows no password
  public static TransportUrl parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new InvalidUrlException("transport_url has no driver; it begins like rabbit://");
    }
    String driver = text.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = text.substring(colon + 1);
    int question = rest.indexOf('?');
    String query = question < 0 ? "" : rest.substring(question + 1);
    String address = question < 0 ? rest : rest.substring(0, question);
    if (address.startsWith("//")) {
      address = address.substring(2);
    } else if (!address.isEmpty()) {
      throw new InvalidUrlException("transport_url needs // behind '" + driver + ":'");
    }
    int slash = address.indexOf('/');
    String hosts = slash < 0 ? address : address.substring(0, slash);
    String path = slash < 0 ? "" : address.substring(slash + 1);
    return new TransportUrl(
        driver.replaceFirst("\\+.*", ""), hosts(hosts), decode(path), query(query));
  }

  /// The addresses without credentials, for messages and logs.
  ///
  /// @return driver, hosts and virtual host
  @Override
  public String toString() {
    List<String> shown = hosts.stream().map(Host::toString).toList();
    return transport + "://" + String.join(",", shown) + "/" + virtualHost;
  }

  private static List<Host> hosts(String text) {
    List<Host> hosts = new ArrayList<>();
    for (String part : text.split(",")) {
      if (!part.isBlank()) {
        hosts.add(host(part.strip()));
      }
    }
    return hosts;
  }

  private static Host host(String text) {
    int at = text.lastIndexOf('@');
    String address = text.substring(at + 1);
    Optional<String> user = Optional.empty();
    Optional<Secret> password = Optional.empty();
    if (at >= 0) {
      String credentials = text.substring(0, at);
      int colon = credentials.indexOf(':');
      user = Optional.of(decode(colon < 0 ? credentials : credentials.substring(0, colon)));
      if (colon >= 0) {
        password = Optional.of(Secret.of(decode(credentials.substring(colon + 1))));
      }
    }
    int close = address.lastIndexOf(']');
    int colon = address.indexOf(':', Math.max(close, 0));
    String name = colon < 0 ? address : address.substring(0, colon);
    OptionalInt port =
        colon < 0 ? OptionalInt.empty() : OptionalInt.of(port(address.substring(colon + 1)));
    return new Host(bare(name), port, user, password);
  }

  private static String bare(String name) {
    if (name.startsWith("[") != name.endsWith("]")) {
      throw new InvalidUrlException("transport_url: an IPv6 address stands in brackets: " + name);
    }
    return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // reported below
    }
    throw new InvalidUrlException("transport_url: not a port: '" + text + "'");
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.merge(
            decode(pair.substring(0, equals)),
            decode(pair.substring(equals + 1)),
            (first, second) -> first + "," + second);
      } else if (!pair.isEmpty()) {
        throw new InvalidUrlException(
            "transport_url: the query needs key=value, not '" + pair + "'");
      }
    }
    return query;
  }

  private static String decode(String text) {
    try {
      // A plus sign is itself here; only forms use it for a space.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new InvalidUrlException("transport_url has a malformed percent sign");
    }
  }
}
