package dev.perennial.registry;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of the registry and its database, `perennial.registry`.
public final class RegistryOptionProvider implements OptionProvider {

  /// For the service loader.
  public RegistryOptionProvider() {}

  @Override
  public String namespace() {
    return "perennial.registry";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(RegistryOptions.class, DatabaseOptions.class);
  }
}
