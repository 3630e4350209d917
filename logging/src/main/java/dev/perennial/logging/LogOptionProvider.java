package dev.perennial.logging;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of `oslo.log`.
public final class LogOptionProvider implements OptionProvider {

  /// For the service loader.
  public LogOptionProvider() {}

  @Override
  public String namespace() {
    return "oslo.log";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(LogOptions.class);
  }
}
