package dev.perennial.cli;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of a program that is not beside the command.
@SuppressWarnings("exports") // only the tests of this module see it
public final class OtherProvider implements OptionProvider {

  @Group("other")
  record Options(
      @Opt(help = "Paint.", def = "red", was = "paint") String colour,
      @Opt(def = "round") String shape) {}

  /// For the service loader.
  public OtherProvider() {}

  @Override
  public String namespace() {
    return "other";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(Options.class);
  }
}
