package dev.perennial.rpc;

import dev.perennial.config.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
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
    query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
  }

  /// Reads a URL.
  ///
  /// @param text the URL
  /// @return its parts
  /// @throws InvalidUrlException saying which part is wrong; shows nothing of the URL, because a
  ///   password that is not encoded may be in any part
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
      throw new InvalidUrlException("transport_url needs // behind the colon of its driver");
    }
    int slash = address.indexOf('/');
    String hosts = slash < 0 ? address : address.substring(0, slash);
    String path = slash < 0 ? "" : address.substring(slash + 1);
    if (rest.contains("@") && !hosts.contains("@")) {
      throw wrong("an @ stands only behind the first / or ?");
    }
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
        hosts.add(host(part.strip(), "server " + (hosts.size() + 1)));
      }
    }
    return hosts;
  }

  private static Host host(String text, String which) {
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
        colon < 0 ? OptionalInt.empty() : OptionalInt.of(port(address.substring(colon + 1), which));
    return new Host(bare(name, which), port, user, password);
  }

  private static String bare(String name, String which) {
    if (name.startsWith("[") != name.endsWith("]")) {
      throw wrong("an IPv6 address stands in brackets, and that of " + which + " in half of them");
    }
    return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
  }

  private static int port(String text, String which) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // reported below
    }
    throw wrong("the port of " + which + " is not a number up to 65535");
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
        throw wrong("the query needs key=value, joined by &");
      }
    }
    return query;
  }

  private static InvalidUrlException wrong(String what) {
    return new InvalidUrlException(
        "transport_url: "
            + what
            + "; in a user or password write %2F for /, %2C for , and %3F for ?");
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
