package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {

  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("127.0.0.1", "10.0.0.0/8", "fd00::/8", "unix"));

  private static String origin(String peer, String... headers) {
    HttpFields.Mutable fields = HttpFields.build();
    for (String header : headers) {
      int colon = header.indexOf(':');
      fields.add(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    RequestOrigin origin = PROXIES.origin(new RequestOrigin(peer, 1, "http"), fields);
    return origin.scheme() + "://" + origin.address();
  }

  @Test
  void a_stranger_is_not_believed() {
    assertEquals(
        "http://192.0.2.1",
        origin("192.0.2.1", "X-Forwarded-For: 198.51.100.1", "X-Forwarded-Proto: https"));
    assertEquals(
        "http://192.0.2.1", origin("192.0.2.1", "Forwarded: for=198.51.100.1;proto=https"));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "10.255.0.1", "fd12::1", "unix"})
  void a_trusted_proxy_is_believed(String peer) {
    assertEquals(
        "https://198.51.100.1",
        origin(peer, "X-Forwarded-For: 198.51.100.1", "X-Forwarded-Proto: https"));
    assertEquals(
        "https://2001:db8::1",
        origin(peer, "Forwarded: for=\"[2001:db8::1]:4711\";proto=https;host=api.example"));
  }

  @Test
  void what_a_client_wrote_itself_is_not_believed() {
    assertEquals(
        "http://198.51.100.1",
        origin("127.0.0.1", "X-Forwarded-For: 1.1.1.1, 198.51.100.1, 10.0.0.9"));
    assertEquals(
        "http://198.51.100.1",
        origin("127.0.0.1", "Forwarded: for=1.1.1.1, for=198.51.100.1;proto=http, for=10.0.0.9"));
  }

  @Test
  void a_word_that_is_no_address_leaves_the_proxy() {
    assertEquals("http://127.0.0.1", origin("127.0.0.1", "Forwarded: for=_hidden"));
    assertEquals("http://127.0.0.1", origin("127.0.0.1", "X-Forwarded-For: example.org"));
    assertEquals("http://127.0.0.1", origin("127.0.0.1", "X-Forwarded-Proto: gopher"));
    assertEquals("https://127.0.0.1", origin("127.0.0.1", "X-Forwarded-Proto: https"));
  }

  @Test
  void a_port_is_taken_off() {
    assertEquals("http://198.51.100.1", origin("127.0.0.1", "X-Forwarded-For: 198.51.100.1:80"));
  }
}
