package dev.perennial.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/// The proxies whose word on the origin of a request counts. Anybody can write the header in which
/// they say it: it is read only if the peer is one of these, and from the last entry on only as far
/// as each was written by one of these and names an address.
///
/// @param networks addresses and networks; `unix` means the clients of a UNIX socket
/// @param header what they write
public record TrustedProxies(List<Network> networks, ForwardedHeader header) {

  /// Nobody is believed.
  public static final TrustedProxies NONE =
      new TrustedProxies(List.of(), ForwardedHeader.X_FORWARDED_FOR);

  private static final String UNIX = "unix";

  /// Copies the list.
  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /// Some addresses that have their first bits in common.
  ///
  /// @param address the first of them; empty for UNIX sockets
  /// @param bits how many bits they have in common
  public record Network(List<Byte> address, int bits) {

    /// Copies the address.
    public Network {
      address = List.copyOf(address);
    }

    static Network of(String text) {
      if (text.equals(UNIX)) {
        return new Network(List.of(), 0);
      }
      String[] parts = text.split("/", 2);
      List<Byte> address =
          bytes(parts[0])
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "'" + text + "' is neither an address, nor a network, nor unix"));
      int all = address.size() * Byte.SIZE;
      int bits = parts.length == 1 ? all : bits(text, parts[1]);
      if (bits > all) {
        throw new IllegalArgumentException("'" + text + "' has no more than " + all + " bits");
      }
      return new Network(address, bits);
    }

    private static int bits(String text, String bits) {
      try {
        return Integer.parseUnsignedInt(bits);
      } catch (NumberFormatException malformed) {
        throw new IllegalArgumentException("'" + text + "' has no number of bits", malformed);
      }
    }

    boolean contains(List<Byte> other) {
      if (other.size() != address.size()) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> i % Byte.SIZE;
        if (((address.get(i / Byte.SIZE) ^ other.get(i / Byte.SIZE)) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /// Reads addresses and networks of proxies that write `X-Forwarded-For`.
  ///
  /// @param texts such as `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`, `unix`
  /// @return the proxies
  /// @throws IllegalArgumentException naming a text that is none of these
  public static TrustedProxies of(List<String> texts) {
    return new TrustedProxies(
        texts.stream().map(Network::of).toList(), ForwardedHeader.X_FORWARDED_FOR);
  }

  /// The same proxies, if they write another header.
  ///
  /// @param other what they write
  /// @return the proxies
  public TrustedProxies with(ForwardedHeader other) {
    return new TrustedProxies(networks, other);
  }

  RequestOrigin origin(RequestOrigin peer, HttpFields headers) {
    if (networks.isEmpty() || !isTrusted(peer.address())) {
      return peer;
    }
    String address = peer.address();
    String scheme = peer.scheme();
    for (Hop hop : hops(headers)) {
      scheme = hop.scheme().orElse(scheme);
      if (hop.address().isEmpty()) {
        break;
      }
      address = hop.address().get();
      if (!isTrusted(address)) {
        break;
      }
    }
    return new RequestOrigin(address, peer.port(), scheme);
  }

  private boolean isTrusted(String address) {
    List<Byte> bytes = address.equals(UNIX) ? List.of() : bytes(address).orElse(null);
    return bytes != null && networks.stream().anyMatch(network -> network.contains(bytes));
  }

  /// What one proxy said of the one before it.
  private record Hop(Optional<String> address, Optional<String> scheme) {}

  // The last one first.
  private List<Hop> hops(HttpFields headers) {
    return switch (header) {
      case FORWARDED ->
          entries(headers, HttpHeader.FORWARDED).stream().map(TrustedProxies::hop).toList();
      case X_FORWARDED_FOR -> customary(headers);
    };
  }

  // From the end, because nothing that a client has written before may change how the entry of a
  // proxy behind it is read, such as a quote that is not closed.
  private static List<String> entries(HttpFields headers, HttpHeader name) {
    List<String> entries = new ArrayList<>();
    for (String line : headers.getValuesList(name).reversed()) {
      int end = line.length();
      boolean quoted = false;
      for (int i = end - 1; i >= 0; i--) {
        quoted ^= line.charAt(i) == '"';
        if (line.charAt(i) == ',' && !quoted) {
          entries.add(line.substring(i + 1, end).strip());
          end = i;
        }
      }
      entries.add(line.substring(0, end).strip());
    }
    entries.removeIf(String::isEmpty);
    return entries;
  }

  private static Hop hop(String element) {
    Optional<String> address = Optional.empty();
    Optional<String> scheme = Optional.empty();
    for (String pair : element.split(";")) {
      String[] parts = pair.strip().split("=", 2);
      String value = parts.length < 2 ? "" : parts[1].replace("\"", "");
      switch (parts[0].toLowerCase(Locale.ROOT)) {
        case "for" -> address = number(value);
        case "proto" -> scheme = scheme(value);
        default -> {}
      }
    }
    return new Hop(address, scheme);
  }

  // X-Forwarded-Proto has one value as a rule, from the proxy that the client reached.
  private static List<Hop> customary(HttpFields headers) {
    List<String> addresses = entries(headers, HttpHeader.X_FORWARDED_FOR);
    List<String> schemes = entries(headers, HttpHeader.X_FORWARDED_PROTO);
    int count = Math.max(addresses.size(), schemes.isEmpty() ? 0 : 1);
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<String> address = i < addresses.size() ? number(addresses.get(i)) : Optional.empty();
      int said = Math.min(i, schemes.size() - 1);
      hops.add(new Hop(address, said < 0 ? Optional.empty() : scheme(schemes.get(said))));
    }
    return hops;
  }

  // `192.0.2.1:1234`, `[2001:db8::1]:1234`, or either without a port.
  private static Optional<String> number(String text) {
    String bare = text.strip();
    if (bare.startsWith("[") && bare.contains("]")) {
      bare = bare.substring(1, bare.indexOf(']'));
    } else if (bare.indexOf(':') == bare.lastIndexOf(':') && bare.contains(":")) {
      bare = bare.substring(0, bare.indexOf(':'));
    }
    return bytes(bare).isPresent() ? Optional.of(bare) : Optional.empty();
  }

  private static Optional<String> scheme(String text) {
    return Stream.of("http", "https").filter(text.strip()::equalsIgnoreCase).findFirst();
  }

  private static Optional<List<Byte>> bytes(String number) {
    try {
      byte[] bytes = InetAddress.ofLiteral(number).getAddress();
      Byte[] boxed = new Byte[bytes.length];
      Arrays.setAll(boxed, i -> bytes[i]);
      return Optional.of(List.of(boxed));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
