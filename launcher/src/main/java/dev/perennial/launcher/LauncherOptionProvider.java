package dev.perennial.launcher;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of the launcher that only Perennial has, `perennial.launcher`.
public final class LauncherOptionProvider implements OptionProvider {

  /// For the service loader.
  public LauncherOptionProvider() {}

  @Override
  public String namespace() {
    return "perennial.launcher";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(LauncherOptions.class);
  }
}
