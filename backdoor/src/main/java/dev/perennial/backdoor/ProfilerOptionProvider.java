package dev.perennial.backdoor;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of `perennial.backdoor`.
public final class ProfilerOptionProvider implements OptionProvider {

  /// For the service loader.
  public ProfilerOptionProvider() {}

  @Override
  public String namespace() {
    return "perennial.backdoor";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(ProfilerOptions.class);
  }
}
