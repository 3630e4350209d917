package dev.perennial.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
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
  private final SecretFiles secretFiles;

  /// @param drivers used besides those that `ServiceLoader` finds
  /// @param environment may set options of the sources, and name them
  /// @param secretFiles of the secret options of the sources
  ExternalSources(List<ConfigSource<?>> drivers, Environment environment, SecretFiles secretFiles) {
    this.drivers = drivers;
    this.environment = environment;
    this.secretFiles = secretFiles;
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
              .map(bound -> bound.options().configSource())
              .orElse(List.of());
      for (String name : names.reversed()) {
        try {
          read(name, own, problems, groups, values);
        } catch (RuntimeException | LinkageError | ServiceConfigurationError mistake) {
          problems.addUnread(failed(name, mistake.toString()));
        }
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
    Optional<Bound<Driver>> driver = bound(driverGroup, Driver.class, own, problems);
    if (driver.isEmpty()) {
      return;
    }
    String wanted = driver.get().options().driver();
    for (ConfigSource<?> source : available()) {
      if (source.driver().equals(wanted)) {
        read(source, name, own, problems, groups, values);
        return;
      }
    }
    List<String> known = available().stream().map(ConfigSource::driver).distinct().toList();
    problems.addUnread(
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
    Optional<Bound<O>> bound = bound(group, source.options(), own, problems);
    if (bound.isEmpty()) {
      return;
    }
    try {
      for (ConfigSource.Value value : source.read(bound.get().options())) {
        Origin origin = new Origin.InSource(name, value.place());
        values.add(
            new RawValue(OptionKey.of(value.section(), value.option()), value.text(), origin));
      }
    } catch (IOException e) {
      problems.addUnread(
          ConfigError.nowhere("source [" + name + "] cannot be read: " + e.getMessage(), ""));
    } catch (ConfigException e) {
      e.errors().forEach(problems::addUnread);
    } catch (RuntimeException | LinkageError | ServiceConfigurationError mistake) {
      problems.addUnread(failed(name, bound.get().secrets().maskedIn(mistake.toString())));
    }
  }

  /// A bug in a driver is no reason for a running program to lose more than this reload.
  private static ConfigError failed(String name, String reason) {
    return ConfigError.nowhere("source [" + name + "] failed: " + reason, "");
  }

  private record Bound<O extends Record>(O options, SecretTexts secrets) {}

  /// The options of one group, or nothing after adding errors.
  private <O extends Record> Optional<Bound<O>> bound(
      GroupSpec group, Class<O> type, List<RawValue> own, Problems problems) {
    Problems here = new Problems();
    Registry registry = Registry.EMPTY.with(group);
    List<RawValue> all = new ArrayList<>(own);
    all.addAll(environment.valuesOf(group));
    ConfigSnapshot snapshot = new ConfigSnapshot(0, secretFiles.read(all, registry, here));
    Map<OptionKey, Effective> values = Resolver.resolve(registry, snapshot, here);
    Record bound = Binder.bind(registry, values, here).get(group.key());
    here.all().forEach(problems::addUnread);
    return Optional.ofNullable(bound)
        .map(options -> new Bound<>(type.cast(options), SecretTexts.of(values.values())));
  }
}
