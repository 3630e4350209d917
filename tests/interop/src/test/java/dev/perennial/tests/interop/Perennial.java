package dev.perennial.tests.interop;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigError;
import dev.perennial.config.ConfigException;
import dev.perennial.config.Group;
import dev.perennial.config.Inline;
import dev.perennial.config.Opt;
import dev.perennial.config.UnknownKeys;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Our side of the comparison.
final class Perennial {

  private static final Pattern OF_AN_OPTION =
      Pattern.compile("\\[([^]]+)] (\\w+)[: ].*", Pattern.DOTALL);

  private Perennial() {}

  @Group
  record Default(@Inline AllTypes options) {}

  @Group("blaa")
  record Blaa(@Inline AllTypes options) {}

  /// Kept, because a logger that nobody holds forgets its level.
  private static final java.util.logging.Logger LOGGER =
      java.util.logging.Logger.getLogger("dev.perennial.config");

  static {
    // What our side would have its operators know is of no interest here.
    LOGGER.setLevel(java.util.logging.Level.OFF);
  }

  static Reading read(Path file) {
    return load(file, List.of(Default.class, Blaa.class));
  }

  /// @param groups records with one component, which is an [AllTypes]
  static Reading load(Path file, List<Class<? extends Record>> groups) {
    try {
      var program = Config.program("peer").readEnvironment(false).unknownKeys(UnknownKeys.IGNORE);
      groups.forEach(program::groups);
      Config config = program.load(new String[] {"--config-file=" + file});
      Map<String, Optional<Object>> values = new TreeMap<>();
      for (Class<? extends Record> group : groups) {
        addValues(config.get(group), values);
      }
      return new Reading(Optional.empty(), Map.of(), values);
    } catch (ConfigException refused) {
      return refused(refused.errors());
    }
  }

  private static Reading refused(List<ConfigError> all) {
    Map<String, String> errors = new TreeMap<>();
    List<String> others = new ArrayList<>();
    for (ConfigError error : all) {
      Matcher option = OF_AN_OPTION.matcher(error.text());
      if (option.matches()) {
        errors.put(option.group(1) + "." + option.group(2), error.toString());
      } else {
        others.add(error.toString());
      }
    }
    return new Reading(
        others.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", others)),
        errors,
        Map.of());
  }

  private static void addValues(Record group, Map<String, Optional<Object>> values) {
    try {
      String section = group.getClass().getAnnotation(Group.class).value();
      AllTypes options =
          (AllTypes) group.getClass().getRecordComponents()[0].getAccessor().invoke(group);
      for (RecordComponent component : AllTypes.class.getRecordComponents()) {
        @Nullable Object value = PlainValue.of(component.getAccessor().invoke(options));
        values.put(section + "." + name(component), Optional.ofNullable(value));
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  static String name(RecordComponent component) {
    String given = component.getAnnotation(Opt.class).name();
    return given.isEmpty()
        ? component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT)
        : given;
  }
}
