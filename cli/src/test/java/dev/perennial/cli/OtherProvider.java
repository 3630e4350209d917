package dev.perennial.cli;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.OptionProvider;
import java.util.List;
import java.util.Optional;

/// The options of a program that is not beside the command.
@SuppressWarnings("exports") // only the tests of this module see it
public final class OtherProvider implements OptionProvider {

  @Group("other")
  record Options(
      @Opt(help = "Paint.", def = "red", was = "paint") String colour,
      @Opt(def = "round") String shape,
      @Opt(help = "Who lives there.") Optional<String> owner,
      @Opt(help = "Where one goes in.", def = "south,west", multi = true) List<String> doors) {}

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
