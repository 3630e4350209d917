package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.TestingConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Configurations of services on a bus within the test.
final class TestConfig {

  /// An option that names a manager, as a program declares it.
  @Group
  record ManagerOptions(@Opt Optional<String> conductorManager) {}

  private TestConfig() {}

  static TestingConfigBuilder onBus(String name) {
    List<Class<? extends Record>> groups = new ArrayList<>(RpcService.optionRecords());
    groups.add(ManagerOptions.class);
    return Config.forTesting(groups).set("DEFAULT", "transport_url", "memory://" + name);
  }
}
