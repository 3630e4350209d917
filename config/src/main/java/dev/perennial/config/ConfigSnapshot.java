package dev.perennial.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Everything that was read for one generation of a configuration, as raw text with origins.
///
/// A supervisor reads the files once and hands the snapshot to its workers, so that all of them run
/// on the same configuration even while somebody edits the files. Defaults are not in it: they are
/// in the program.
///
/// The text form contains secrets in clear. Pass it through a pipe, never through arguments or the
/// environment.
public final class ConfigSnapshot {

  /// The environment variable that names the file, such as `/dev/fd/5`, from which a worker process
  /// reads its snapshot. Where it is set, and [#WORKER_VARIABLE] names this process, loading reads
  /// nothing else.
  public static final String ENVIRONMENT_VARIABLE = "PERENNIAL_SNAPSHOT";

  /// The environment variable that names the pid of the worker process for which the others are
  /// meant. Whatever a worker starts inherits them all and has another pid.
  public static final String WORKER_VARIABLE = "PERENNIAL_WORKER";

  static final int FIRST_GENERATION = 1;

  private final int generation;
  private final List<String> files;
  private final List<RawValue> values;
  private final Optional<ConfigSnapshot> former;
  private final Map<OptionKey, List<RawValue>> byKey;

  /// Takes the values from weak to strong: later files behind earlier ones, arguments last.
  ConfigSnapshot(int generation, List<RawValue> values) {
    this(generation, List.of(), values);
  }

  /// Takes the files that were read besides, in that order.
  ConfigSnapshot(int generation, List<String> files, List<RawValue> values) {
    this(generation, files, values, Optional.empty());
  }

  ConfigSnapshot(
      int generation, List<String> files, List<RawValue> values, Optional<ConfigSnapshot> former) {
    this.former = former;
    this.generation = generation;
    this.files = List.copyOf(files);
    this.values = List.copyOf(values);
    Map<OptionKey, List<RawValue>> index = LinkedHashMap.newLinkedHashMap(values.size());
    for (RawValue value : values) {
      OptionKey key = value.key();
      List<RawValue> same = index.get(key);
      if (same == null) {
        same = new ArrayList<>(2);
        index.put(key, same);
      }
      same.add(value);
    }
    this.byKey = index;
  }

  static ConfigSnapshot of(int generation, RawSource.Reading read) {
    return new ConfigSnapshot(generation, read.files(), read.values());
  }

  /// Reads the text form.
  ///
  /// @param text what [#toText()] returned
  /// @return a snapshot equal to the one that was written
  /// @throws ConfigException if the text is damaged or cut off
  public static ConfigSnapshot parse(String text) {
    return SnapshotText.parse(text, "configuration snapshot");
  }

  /// {@return whether an environment is that of a worker, and not one that a child of a worker has
  /// inherited}
  ///
  /// @param environment the environment of this process
  public static boolean isForThisProcess(Map<String, String> environment) {
    String pid = Long.toString(ProcessHandle.current().pid());
    return pid.equals(environment.get(WORKER_VARIABLE));
  }

  /// {@return the number of this configuration; the first one is 1, and every later one is higher}
  public int generation() {
    return generation;
  }

  /// {@return the text form, in ASCII} It contains secrets.
  public String toText() {
    return SnapshotText.of(this);
  }

  /// Writes the text form.
  ///
  /// @param out where to write; not closed
  /// @throws IOException if `out` throws it
  public void writeTo(Appendable out) throws IOException {
    out.append(toText());
  }

  /// {@return the same values under another number} For putting back what was in force before.
  ///
  /// @param number the generation, higher than that in force
  public ConfigSnapshot asGeneration(int number) {
    return new ConfigSnapshot(number, files, values, former);
  }

  /// The next generation, in which one option is set by code only.
  ConfigSnapshot overriding(OptionKey key, List<String> texts) {
    List<RawValue> changed = new ArrayList<>();
    for (RawValue value : values) {
      if (!value.key().equals(key)) {
        changed.add(value);
      }
    }
    for (String text : texts) {
      changed.add(new RawValue(key, text, new Origin.Code()));
    }
    return new ConfigSnapshot(generation + 1, files, changed, former);
  }

  /// The configuration files that were read, those that set nothing included.
  List<String> files() {
    return files;
  }

  /// The snapshot from which immutable options have their values, if mutable ones have others
  /// since: what they refer to is as it was there.
  Optional<ConfigSnapshot> former() {
    return former;
  }

  List<RawValue> values() {
    return values;
  }

  /// The values of one option, from weak to strong.
  List<RawValue> valuesOf(OptionKey key) {
    return byKey.getOrDefault(key, List.of());
  }

  /// {@return a copy of the newer snapshot in which immutable options are as they are in this one}
  ConfigSnapshot mutatedBy(ConfigSnapshot newer, Registry registry) {
    List<RawValue> mixed = new ArrayList<>();
    values.stream().filter(value -> isImmutable(value, registry)).forEach(mixed::add);
    newer.values.stream().filter(value -> !isImmutable(value, registry)).forEach(mixed::add);
    return new ConfigSnapshot(
        newer.generation, newer.files, mixed, Optional.of(former.orElse(this)));
  }

  private static boolean isImmutable(RawValue value, Registry registry) {
    return registry.option(value.key()).filter(option -> !option.mutable()).isPresent();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfigSnapshot that
        && that.generation == generation
        && that.files.equals(files)
        && that.values.equals(values)
        && that.former.equals(former);
  }

  @Override
  public int hashCode() {
    return Objects.hash(generation, files, values, former);
  }

  @Override
  public String toString() {
    return "configuration generation " + generation + ", " + values.size() + " values set";
  }
}
