package dev.perennial.backdoor;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of `perennial.backdoor`, which the seeds do not have.
public final class OwnOptionProvider implements OptionProvider {

  /// For the service loader.
  public OwnOptionProvider() {}

  @Override
  public String namespace() {
    return "perennial.backdoor";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(ProfilerOptions.class, JShellOptions.class);
  }
}
