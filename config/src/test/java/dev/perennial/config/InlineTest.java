package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Records of options in records of options.
class InlineTest {

  record Tls(@Opt(def = "false") boolean tls, @Opt Optional<String> certFile) {
    Tls {
      if (tls && certFile.isEmpty()) {
        throw new OptionConflict("TLS needs a certificate", "tls", "cert_file");
      }
    }
  }

  record Pool(@Opt(def = "1") int min, @Opt(def = "5", mutable = true) int max) {}

  record Client(@Inline Tls security, @Inline Pool pool) {}

  @Group("one")
  record One(@Opt(def = "a") String name, @Inline Client client) {}

  @Group("two")
  record Two(@Inline Client client, @Opt(def = "b") String name) {}

  @Test
  void share_their_options_with_several_groups() {
    Config config =
        Config.forTesting(One.class, Two.class)
            .set("one", "max", "9")
            .set("two", "tls", "yes")
            .set("two", "cert_file", "c.pem")
            .build();
    assertEquals(
        new One("a", new Client(new Tls(false, Optional.empty()), new Pool(1, 9))),
        config.get(One.class));
    assertEquals(
        new Two(new Client(new Tls(true, Optional.of("c.pem")), new Pool(1, 5)), "b"),
        config.get(Two.class));
  }

  @Test
  void keep_the_order_of_the_components() {
    assertEquals(
        List.of("name", "tls", "cert_file", "min", "max"),
        GroupSpec.of(One.class).options().stream().map(option -> option.key().name()).toList());
  }

  @Test
  void say_where_their_rules_are_broken() {
    TestingConfigBuilder builder = Config.forTesting(Two.class).set("two", "tls", "on");
    ConfigException refusal = assertThrows(ConfigException.class, builder::build);
    assertEquals(
        "code: [two] TLS needs a certificate (tls from code, cert_file from default)",
        refusal.getMessage());
  }

  record Old(@Opt(def = "1", was = "ancient") int count) {}

  @Group("several")
  record Several(
      @Inline(prefix = "api_") Client api,
      @Inline(prefix = "admin_") Client admin,
      @Inline(prefix = "old_") Old old) {}

  @Test
  void stand_in_a_section_several_times_with_a_prefix() {
    Config config =
        Config.forTesting(Several.class)
            .set("several", "api_max", "7")
            .set("several", "admin_max", "8")
            .build();
    assertEquals(7, config.get(Several.class).api().pool().max());
    assertEquals(8, config.get(Several.class).admin().pool().max());
    OptionSpec last = GroupSpec.of(Several.class).options().getLast();
    assertEquals("old_count", last.key().name());
    assertEquals(List.of(OptionKey.of("several", "old_ancient")), last.oldNames());
  }

  @Test
  void say_where_their_rules_are_broken_with_their_prefix() {
    TestingConfigBuilder builder =
        Config.forTesting(Several.class).set("several", "admin_tls", "on");
    ConfigException refusal = assertThrows(ConfigException.class, builder::build);
    assertEquals(
        "code: [several] TLS needs a certificate"
            + " (admin_tls from code, admin_cert_file from default)",
        refusal.getMessage());
  }

  @Group("bad")
  record NoRecord(@Inline String text) {}

  @Group("bad")
  record Twice(@Inline Pool pool, @Opt(def = "1") int min) {}

  @Test
  void are_refused_when_they_cannot_be_bound() {
    var noRecord = assertThrows(IllegalArgumentException.class, () -> GroupSpec.of(NoRecord.class));
    assertEquals(
        NoRecord.class.getName() + ".text: is @Inline, but no record of options",
        noRecord.getMessage());
    var twice = assertThrows(IllegalArgumentException.class, () -> GroupSpec.of(Twice.class));
    assertEquals(Twice.class.getName() + " declares [bad] min twice", twice.getMessage());
  }
}
