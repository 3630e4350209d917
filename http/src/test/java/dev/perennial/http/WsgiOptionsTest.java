package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.config.OptionCatalog;
import dev.perennial.config.SampleFormat;
import dev.perennial.config.SampleLayout;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.SocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WsgiOptionsTest {

  @Test
  void the_options_of_the_seed_have_their_names_and_defaults() {
    WsgiOptions defaults = Config.forTesting(WsgiOptions.class).build().get(WsgiOptions.class);
    assertEquals(
        new WsgiOptions(LogFormat.DEFAULT_TEXT, 600, 100, 16384, true, 900, false), defaults);
    assertEquals(HttpOptions.DEFAULTS, defaults.httpOptions());
    assertEquals(SocketOptions.DEFAULTS, defaults.socketOptions());
  }

  @Test
  void the_options_of_the_seed_rule_the_server() {
    HttpOptions set =
        HttpOptions.of(
            Config.forTesting(WsgiOptions.class, HttpServerOptions.class)
                .set("DEFAULT", "max_header_line", "65536")
                .set("DEFAULT", "client_socket_timeout", "0")
                .set("DEFAULT", "wsgi_default_pool_size", "7")
                .set("DEFAULT", "wsgi_keep_alive", "false")
                .set("DEFAULT", "wsgi_server_debug", "true")
                .set("DEFAULT", "wsgi_log_format", "%(status_code)s")
                .set("http", "max_url_length", "16384")
                .set("http", "max_headers", "500")
                .set("http", "trusted_proxies", "127.0.0.1,10.0.0.0/8")
                .set("http", "forwarded_header", "forwarded")
                .build());
    long quarter = HttpLimits.DEFAULTS.collectedBytes();
    assertEquals(new HttpLimits(1 << 20, 65536, 500, 16384, 7, 1000, quarter), set.limits());
    assertEquals(Duration.ZERO, set.timeouts().idle());
    assertFalse(set.keepAlive());
    assertTrue(set.showFailures());
    assertEquals(LogFormat.of("%(status_code)s"), set.logFormat());
    assertEquals(
        TrustedProxies.of(List.of("127.0.0.1", "10.0.0.0/8")).with(ForwardedHeader.FORWARDED),
        set.trustedProxies());
  }

  @Test
  void the_defaults_of_our_own_options_change_nothing() {
    Config config = Config.forTesting(WsgiOptions.class, HttpServerOptions.class).build();
    assertEquals(HttpOptions.DEFAULTS, HttpOptions.of(config));
  }

  @Test
  void tcp_keepidle_is_an_option_of_the_listening_socket() {
    Config config = keepIdle(500);
    assertEquals(
        OptionalInt.of(500), config.get(WsgiOptions.class).socketOptions().keepIdleSeconds());
  }

  private static Config keepIdle(int seconds) {
    return Config.forTesting(WsgiOptions.class, HttpServerOptions.class)
        .set("DEFAULT", "tcp_keepidle", "" + seconds)
        .build();
  }

  @Test
  void tcp_keepidle_counts_for_every_address_of_a_service_but_one_with_its_own() {
    SocketOptions own = SocketOptions.DEFAULTS.withKeepIdle(OptionalInt.of(7));
    for (int seconds : new int[] {500, 0}) {
      HttpService service =
          HttpService.builder("api")
              .listen(ListenAddress.tcp("127.0.0.1", 0))
              .listen(ListenAddress.tcp("::1", 0))
              .listen(ListenAddress.tcp("127.0.0.1", 0).with(own))
              .options(HttpOptions.of(keepIdle(seconds)))
              .build();
      OptionalInt said = seconds == 0 ? OptionalInt.empty() : OptionalInt.of(seconds);
      assertEquals(
          List.of(said, said, OptionalInt.of(7)),
          service.listenAddresses().stream().map(a -> a.options().keepIdleSeconds()).toList());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DEFAULT|wsgi_log_format|%(referer)s|there is no field 'referer'",
        "DEFAULT|wsgi_log_format|100%|a percent sign stands for itself only as %%",
        "http|trusted_proxies|10.0.0.0/33|has no more than 32 bits",
        "http|trusted_proxies|proxy.example|is neither an address, nor a network, nor unix"
      })
  void what_cannot_be_meant_is_refused_with_the_option(
      String section, String option, String value, String reason) {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () ->
                Config.forTesting(WsgiOptions.class, HttpServerOptions.class)
                    .set(section, option, value)
                    .build());
    assertTrue(refused.getMessage().contains(reason), refused::getMessage);
    assertTrue(refused.getMessage().contains(option), refused::getMessage);
  }

  @Test
  void the_namespace_of_the_seed_provides_them() throws Exception {
    String sample =
        OptionCatalog.of(WsgiOptions.class.getClassLoader())
            .select(List.of("oslo.service.wsgi"))
            .sample(SampleFormat.INI, SampleLayout.COMPLETE);
    assertTrue(sample.contains("#max_header_line = 16384\n"), sample);
    assertTrue(sample.contains("#client_socket_timeout = 900\n"), sample);
  }
}
