package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.OptionCatalog;
import dev.perennial.config.SampleFormat;
import dev.perennial.config.SampleLayout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WsgiOptionsTest {

  @Test
  void the_options_of_the_seed_have_their_names_and_defaults() {
    WsgiOptions defaults = Config.forTesting(WsgiOptions.class).build().get(WsgiOptions.class);
    assertEquals(new WsgiOptions(16384, 900), defaults);
    assertEquals(HttpOptions.DEFAULTS, defaults.httpOptions());
    WsgiOptions set =
        Config.forTesting(WsgiOptions.class)
            .set("DEFAULT", "max_header_line", "65536")
            .set("DEFAULT", "client_socket_timeout", "0")
            .build()
            .get(WsgiOptions.class);
    assertEquals(65536, set.httpOptions().maxHeaderBytes());
    assertEquals(Duration.ZERO, set.httpOptions().idleTimeout());
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
