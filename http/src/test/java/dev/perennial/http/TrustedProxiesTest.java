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
    return origin(PROXIES, peer, headers);
  }

  /// The same behind proxies that write `Forwarded`.
  private static String forwarded(String peer, String... headers) {
    return origin(PROXIES.with(ForwardedHeader.FORWARDED), peer, headers);
  }

  private static String origin(TrustedProxies proxies, String peer, String... headers) {
    HttpFields.Mutable fields = HttpFields.build();
    for (String header : headers) {
      int colon = header.indexOf(':');
      fields.add(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    RequestOrigin origin = proxies.origin(new RequestOrigin(peer, 1, "http"), fields);
    return origin.scheme() + "://" + origin.address();
  }

  @Test
  void a_stranger_is_not_believed() {
    assertEquals(
        "http://192.0.2.1",
        origin("192.0.2.1", "X-Forwarded-For: 198.51.100.1", "X-Forwarded-Proto: https"));
    assertEquals(
        "http://192.0.2.1", forwarded("192.0.2.1", "Forwarded: for=198.51.100.1;proto=https"));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "10.255.0.1", "fd12::1", "unix"})
  void a_trusted_proxy_is_believed(String peer) {
    assertEquals(
        "https://198.51.100.1",
        origin(peer, "X-Forwarded-For: 198.51.100.1", "X-Forwarded-Proto: https"));
    assertEquals(
        "https://2001:db8::1",
        forwarded(peer, "Forwarded: for=\"[2001:db8::1]:4711\";proto=https;host=api.example"));
  }

  @Test
  void what_a_client_wrote_itself_is_not_believed() {
    assertEquals(
        "http://198.51.100.1",
        origin("127.0.0.1", "X-Forwarded-For: 1.1.1.1, 198.51.100.1, 10.0.0.9"));
    assertEquals(
        "http://198.51.100.1",
        forwarded(
            "127.0.0.1", "Forwarded: for=1.1.1.1, for=198.51.100.1;proto=http, for=10.0.0.9"));
  }

  @Test
  void a_word_that_is_no_address_leaves_the_proxy() {
    assertEquals("http://127.0.0.1", forwarded("127.0.0.1", "Forwarded: for=_hidden"));
    assertEquals("http://127.0.0.1", origin("127.0.0.1", "X-Forwarded-For: example.org"));
    assertEquals("http://127.0.0.1", origin("127.0.0.1", "X-Forwarded-Proto: gopher"));
    assertEquals("https://127.0.0.1", origin("127.0.0.1", "X-Forwarded-Proto: https"));
  }

  @Test
  void a_header_that_the_proxies_do_not_write_is_not_read() {
    String[] both = {"X-Forwarded-For: 198.51.100.1", "Forwarded: for=1.1.1.1;proto=https"};
    assertEquals("http://198.51.100.1", origin("127.0.0.1", both));
    assertEquals("https://1.1.1.1", forwarded("127.0.0.1", both));
    assertEquals("http://127.0.0.1", origin("127.0.0.1", both[1]));
    assertEquals("http://127.0.0.1", forwarded("127.0.0.1", both[0]));
  }

  @Test
  void nothing_is_believed_that_stands_before_an_entry_without_an_address() {
    for (String word : new String[] {"unknown", "_hidden", "example.org"}) {
      assertEquals(
          "http://10.0.0.9",
          origin("127.0.0.1", "X-Forwarded-For: 1.1.1.1, " + word + ", 10.0.0.9"));
      assertEquals(
          "https://127.0.0.1",
          forwarded(
              "127.0.0.1", "Forwarded: for=1.1.1.1;proto=http, for=" + word + ";proto=https"));
    }
  }

  @Test
  void a_quote_that_a_client_does_not_close_hides_no_entry() {
    assertEquals("http://198.51.100.1", origin("127.0.0.1", "X-Forwarded-For: \", 198.51.100.1"));
    assertEquals(
        "http://198.51.100.1",
        forwarded("127.0.0.1", "Forwarded: for=1.1.1.1;by=\"x, for=198.51.100.1"));
    assertEquals(
        "http://2001:db8::1",
        forwarded("127.0.0.1", "Forwarded: for=1.1.1.1;by=\"x, for=\"[2001:db8::1]:1\""));
  }

  @Test
  void lines_of_a_header_are_one_list() {
    assertEquals(
        "http://198.51.100.1",
        origin(
            "127.0.0.1",
            "X-Forwarded-For: 1.1.1.1, 198.51.100.1",
            "X-Forwarded-For: , 10.0.0.9, 10.0.0.8"));
  }

  @Test
  void the_scheme_is_that_of_the_last_proxies() {
    assertEquals(
        "https://198.51.100.1",
        origin(
            "127.0.0.1",
            "X-Forwarded-For: 1.1.1.1, 198.51.100.1",
            "X-Forwarded-Proto: http, https"));
    assertEquals(
        "https://198.51.100.1",
        origin("127.0.0.1", "X-Forwarded-For: 198.51.100.1", "X-Forwarded-Proto: http, https"));
  }

  @Test
  void a_port_is_taken_off() {
    assertEquals("http://198.51.100.1", origin("127.0.0.1", "X-Forwarded-For: 198.51.100.1:80"));
  }
}
