package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TransportUrlTest {

  @ParameterizedTest
  @CsvSource({
    "rabbit://, ''",
    "rabbit:///, ''",
    "rabbit://localhost/, ''",
    "rabbit://localhost, ''",
    "rabbit://host//, /",
    "rabbit:////, /",
    "rabbit:///vhost, vhost",
    "rabbit://host/%2F, /",
    "rabbit://host/%24, $",
    "embedded:, ''"
  })
  void the_virtual_host_is_the_decoded_path_without_its_first_slash(String url, String expected) {
    assertEquals(expected, TransportUrl.parse(url).virtualHost());
  }

  @Test
  void user_and_password_are_decoded_and_belong_to_one_host() {
    TransportUrl url = TransportUrl.parse("rabbit://u%24:p%26@host1:1234,host2:4321/bar");
    TransportUrl.Host first = url.hosts().getFirst();
    assertEquals("host1", first.name());
    assertEquals(OptionalInt.of(1234), first.port());
    assertEquals(Optional.of("u$"), first.user());
    assertEquals(Optional.of("p&"), first.password().map(Secret::reveal));
    assertEquals(Optional.empty(), url.hosts().getLast().user());
  }

  @Test
  void an_address_of_version_6_stands_in_brackets() {
    TransportUrl.Host host =
        TransportUrl.parse("rabbit://u:p@[fd00::133]:10/vhost").hosts().getFirst();
    assertEquals("fd00::133", host.name());
    assertEquals(OptionalInt.of(10), host.port());
  }

  @Test
  void the_last_at_sign_ends_the_credentials() {
    TransportUrl.Host host = TransportUrl.parse("rabbit://us@er:pa:ss@host/").hosts().getFirst();
    assertEquals(Optional.of("us@er"), host.user());
    assertEquals(Optional.of("pa:ss"), host.password().map(Secret::reveal));
  }

  @Test
  void the_options_of_the_query_keep_their_order() {
    String query = "z=1&y=2&x=3&w=4&v=5&u=6&t=7&s=8";
    Map<String, String> options = TransportUrl.parse("rabbit://h/?" + query).query();
    assertEquals(List.of("z", "y", "x", "w", "v", "u", "t", "s"), List.copyOf(options.keySet()));
    assertThrows(UnsupportedOperationException.class, options::clear);
  }

  @Test
  void a_key_of_the_query_that_comes_twice_has_both_values() {
    assertEquals(
        Map.of("a", "1,2", "b", "x y"), TransportUrl.parse("rabbit://h/?a=1&b=x%20y&a=2").query());
  }

  @Test
  void what_is_behind_a_plus_in_the_driver_is_ignored() {
    assertEquals("kombu", TransportUrl.parse("kombu+pyamqp://h/").transport());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host/vhost",
        "rabbit:host",
        "rabbit://host:port/",
        "rabbit://host:70000/",
        "rabbit://[::1/",
        "rabbit://host/%zz",
        "rabbit://host/?key"
      })
  void a_malformed_url_is_refused(String url) {
    String text =
        assertThrows(InvalidUrlException.class, () -> TransportUrl.parse(url)).getMessage();
    assertTrue(text.startsWith("transport_url"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rabbit://ann:s3cret/hush@host/",
        "rabbit://ann:s3cret,hush@host/",
        "rabbit://ann:s3cret?hush@host/",
        "rabbit://ann:s3cret[hush/x@host/",
        "rabbit://ann:123/s3cret@host/",
        "rabbit://ann:123,s3cret:hush/x@host/",
        "rabbit://ann:123?s3cret@host/",
        "rabbit://ann:123?s3cret=hush@host/",
        "rabbit://[s3cret/hush",
        "rabbit://ann:%s3cret@host/",
        "s3cret@host:5672",
        "s3cret/hush"
      })
  void a_malformed_url_shows_no_part_of_a_password(String url) {
    String text =
        assertThrows(InvalidUrlException.class, () -> TransportUrl.parse(url)).getMessage();
    assertFalse(text.contains("s3cret") || text.contains("hush") || text.contains("123"), text);
  }

  @Test
  void a_server_with_a_wrong_port_is_counted() {
    String text =
        assertThrows(
                InvalidUrlException.class, () -> TransportUrl.parse("rabbit://ann:x@one,two:x/"))
            .getMessage();
    assertTrue(text.contains("the port of server 2 is not a number"), text);
  }

  @Test
  void the_text_of_a_url_has_no_credentials() {
    String text = TransportUrl.parse("rabbit://ann:secret@host:5,other/v?x=secret").toString();
    assertEquals("rabbit://host:5,other/v", text);
    assertFalse(text.contains("secret"));
  }

  @Test
  void an_unknown_driver_names_those_that_are_present() {
    Config config = Config.forTesting(RpcOptions.class).build();
    String text =
        assertThrows(
                InvalidUrlException.class,
                () -> Transport.open(TransportUrl.parse("carrier-pigeon://h/"), config))
            .getMessage();
    assertTrue(
        text.contains("carrier-pigeon") && text.contains(List.of("fake", "memory").toString()));
  }
}
