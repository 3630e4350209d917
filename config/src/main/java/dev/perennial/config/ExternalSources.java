package dev.perennial.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/// Reads the sources that `config_source` names.
final class ExternalSources {

  @Group
  record SourceList(
      @Opt(help = "Groups that describe external sources, the strongest first.")
          List<String> configSource) {}

  @Group("source")
  record Driver(@Opt(help = "The kind of source.", required = true) String driver) {}

  /// What the sources gave, from weak to strong, and the groups that describe them.
  record Reading(List<RawValue> values, List<GroupSpec> groups) {}

  static final OptionKey CONFIG_SOURCE = new OptionKey(Group.DEFAULT, "config_source");

  private final List<ConfigSource<?>> drivers;
  private final Environment environment;

  /// @param drivers used besides those that `ServiceLoader` finds
  /// @param environment may set options of the sources, and name them
  ExternalSources(List<ConfigSource<?>> drivers, Environment environment) {
    this.drivers = drivers;
    this.environment = environment;
  }

  /// @param own what the files say, also about the sources
  Reading read(List<RawValue> own, Problems problems) {
    List<GroupSpec> groups = new ArrayList<>();
    List<RawValue> values = new ArrayList<>();
    if (areListed(own)) {
      GroupSpec list = GroupSpec.of(SourceList.class);
      groups.add(list);
      List<String> names =
          bound(list, SourceList.class, own, problems)
              .map(SourceList::configSource)
              .orElse(List.of());
      for (String name : names.reversed()) {
        read(name, own, problems, groups, values);
      }
    }
    return new Reading(values, groups);
  }

  /// Whether anybody lists sources.
  boolean areListed(List<RawValue> own) {
    if (environment.has(CONFIG_SOURCE)) {
      return true;
    }
    for (RawValue value : own) {
      if (value.key().equals(CONFIG_SOURCE)) {
        return true;
      }
    }
    return false;
  }

  private void read(
      String name,
      List<RawValue> own,
      Problems problems,
      List<GroupSpec> groups,
      List<RawValue> values) {
    GroupSpec driverGroup = GroupSpec.of(Driver.class, name);
    groups.add(driverGroup);
    Optional<Driver> driver = bound(driverGroup, Driver.class, own, problems);
    if (driver.isEmpty()) {
      return;
    }
    String wanted = driver.get().driver();
    for (ConfigSource<?> source : available()) {
      if (source.driver().equals(wanted)) {
        read(source, name, own, problems, groups, values);
        return;
      }
    }
    List<String> known = available().stream().map(ConfigSource::driver).distinct().toList();
    problems.add(
        ConfigError.nowhere(
            "["
                + name
                + "] driver: there is no driver "
                + Quoted.of(wanted)
                + ", only "
                + String.join(", ", known),
            Suggestion.hint(wanted, known)));
  }

  private List<ConfigSource<?>> available() {
    List<ConfigSource<?>> all = new ArrayList<>(drivers);
    all.add(new HttpSource());
    ServiceLoader.load(ConfigSource.class).forEach(all::add);
    return all;
  }

  private <O extends Record> void read(
      ConfigSource<O> source,
      String name,
      List<RawValue> own,
      Problems problems,
      List<GroupSpec> groups,
      List<RawValue> values) {
    GroupSpec group = GroupSpec.of(source.options(), name);
    groups.add(group);
    Optional<O> options = bound(group, source.options(), own, problems);
    if (options.isEmpty()) {
      return;
    }
    try {
      for (ConfigSource.Value value : source.read(options.get())) {
        Origin origin = new Origin.InSource(name, value.place());
        values.add(
            new RawValue(OptionKey.of(value.section(), value.option()), value.text(), origin));
      }
    } catch (IOException e) {
      problems.add(
          ConfigError.nowhere("source [" + name + "] cannot be read: " + e.getMessage(), ""));
    } catch (ConfigException e) {
      e.errors().forEach(problems::add);
    }
  }

  /// The options of one group, or nothing after adding errors.
  private <O extends Record> Optional<O> bound(
      GroupSpec group, Class<O> type, List<RawValue> own, Problems problems) {
    Problems here = new Problems();
    Registry registry = Registry.EMPTY.with(group);
    List<RawValue> all = new ArrayList<>(own);
    all.addAll(environment.valuesOf(group));
    Map<OptionKey, Effective> values = Resolver.resolve(registry, new ConfigSnapshot(0, all), here);
    Record bound = Binder.bind(registry, values, here).get(group.key());
    here.all().forEach(problems::add);
    return Optional.ofNullable(bound).map(type::cast);
  }
}
