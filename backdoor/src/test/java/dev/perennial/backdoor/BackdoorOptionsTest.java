package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.config.Config;
import dev.perennial.config.OptionProvider;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BackdoorOptionsTest {

  @Test
  void the_options_stand_in_the_namespace_of_the_seed() {
    Map<String, List<Class<? extends Record>>> groups =
        ServiceLoader.load(OptionProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.getClass().getPackageName().contains("backdoor"))
            .collect(Collectors.toMap(OptionProvider::namespace, OptionProvider::groups));
    assertEquals(
        Map.of(
            "oslo.service.service", List.of(BackdoorOptions.class),
            "perennial.backdoor", List.of(ProfilerOptions.class, JShellOptions.class)),
        groups);
    Config config = Config.forTesting(BackdoorOptions.class, ProfilerOptions.class).build();
    assertEquals(
        List.of(
            "DEFAULT.backdoor_port", "DEFAULT.backdoor_socket", "backdoor.application_packages"),
        config.options().stream().map(option -> option.section() + "." + option.name()).toList());
  }

  @Test
  void a_program_that_did_not_register_them_has_the_defaults() {
    Config other = Config.forTesting(BackdoorOptions.class).build();
    assertEquals(ProfilerOptions.DEFAULTS, ProfilerOptions.of(other));
  }
}
