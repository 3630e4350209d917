package dev.perennial.schedule;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of `oslo.service.periodic_task`.
public final class PeriodicTaskOptionProvider implements OptionProvider {

  /// For the service loader.
  public PeriodicTaskOptionProvider() {}

  @Override
  public String namespace() {
    return "oslo.service.periodic_task";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(PeriodicTaskOptions.class);
  }
}
