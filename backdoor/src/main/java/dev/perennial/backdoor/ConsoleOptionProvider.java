package dev.perennial.backdoor;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of `perennial.backdoor`.
public final class ConsoleOptionProvider implements OptionProvider {

  /// For the service loader.
  public ConsoleOptionProvider() {}

  @Override
  public String namespace() {
    return "perennial.backdoor";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(ConsoleOptions.class);
  }
}
