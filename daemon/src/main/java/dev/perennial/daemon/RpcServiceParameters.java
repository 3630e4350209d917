package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.registry.ServiceRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What a program says about an [RpcService] itself. Start with [#none()] and add what is needed;
/// [RpcService#create] finds out the rest.
///
/// @param host the name of the node
/// @param binary the name of the program
/// @param topicPrefix what is cut off the binary's name to get the topic, `tacker-` if unset
/// @param topic where the service listens
/// @param manager class name of the [Manager]
/// @param managerArguments what its constructor gets behind the configuration and the host
/// @param reportInterval time between two heartbeats, zero for none
/// @param periodicInterval time between two passes over the periodic tasks, zero for none
/// @param periodicFuzzyDelay longest random delay of the first pass, zero for none
/// @param version of the program, for the registry; empty means that of the manager's jar
/// @param registry where to report; nothing for no reports at all
public record RpcServiceParameters(
    Optional<String> host,
    Optional<String> binary,
    String topicPrefix,
    Optional<String> topic,
    Optional<String> manager,
    List<Object> managerArguments,
    Optional<Duration> reportInterval,
    Optional<Duration> periodicInterval,
    Optional<Duration> periodicFuzzyDelay,
    String version,
    Optional<ServiceRegistry> registry) {

  private static final String TACKER = "tacker-";

  /// Copies the arguments; an empty text counts as unset.
  public RpcServiceParameters {
    host = host.filter(text -> !text.isEmpty());
    binary = binary.filter(text -> !text.isEmpty());
    topic = topic.filter(text -> !text.isEmpty());
    manager = manager.filter(text -> !text.isEmpty());
    managerArguments = List.copyOf(managerArguments);
  }

  /// Says nothing.
  ///
  /// @return parameters that leave everything to the options
  public static RpcServiceParameters none() {
    return new RpcServiceParameters(
        Optional.empty(),
        Optional.empty(),
        TACKER,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty());
  }

  /// The same on another node.
  ///
  /// @param name of the node; empty means the option `host`
  /// @return the changed parameters
  public RpcServiceParameters host(String name) {
    return with(draft -> draft.host = Optional.of(name));
  }

  /// The same for another program.
  ///
  /// @param name of the program; empty means that of this one
  /// @return the changed parameters
  public RpcServiceParameters binary(String name) {
    return with(draft -> draft.binary = Optional.of(name));
  }

  /// The same with another prefix of the names of programs.
  ///
  /// @param prefix such as `orchestrator-`
  /// @return the changed parameters
  public RpcServiceParameters topicPrefix(String prefix) {
    return with(draft -> draft.topicPrefix = prefix);
  }

  /// The same with another topic.
  ///
  /// @param name of the topic; empty means the one derived from the binary
  /// @return the changed parameters
  public RpcServiceParameters topic(String name) {
    return with(draft -> draft.topic = Optional.of(name));
  }

  /// The same with another manager.
  ///
  /// @param className of a [Manager]; empty means the option `<topic>_manager`
  /// @return the changed parameters
  public RpcServiceParameters manager(String className) {
    return with(draft -> draft.manager = Optional.of(className));
  }

  /// The same with another manager.
  ///
  /// @param type its class
  /// @return the changed parameters
  public RpcServiceParameters manager(Class<? extends Manager> type) {
    return manager(type.getName());
  }

  /// The same with further arguments for the constructor of the manager.
  ///
  /// @param arguments behind the configuration and the host
  /// @return the changed parameters
  public RpcServiceParameters managerArguments(Object... arguments) {
    return with(draft -> draft.managerArguments = List.of(arguments));
  }

  /// The same with another time between heartbeats.
  ///
  /// @param interval zero for none
  /// @return the changed parameters
  public RpcServiceParameters reportInterval(Duration interval) {
    return with(draft -> draft.reportInterval = Optional.of(interval));
  }

  /// The same with another time between passes over the periodic tasks.
  ///
  /// @param interval zero for none
  /// @return the changed parameters
  public RpcServiceParameters periodicInterval(Duration interval) {
    return with(draft -> draft.periodicInterval = Optional.of(interval));
  }

  /// The same with another random delay of the first pass.
  ///
  /// @param longest zero for none
  /// @return the changed parameters
  public RpcServiceParameters periodicFuzzyDelay(Duration longest) {
    return with(draft -> draft.periodicFuzzyDelay = Optional.of(longest));
  }

  /// The same with another version of the program.
  ///
  /// @param text for the registry; empty means what the manifest of the manager's jar says as
  ///   `Implementation-Version`
  /// @return the changed parameters
  public RpcServiceParameters version(String text) {
    return with(draft -> draft.version = text);
  }

  /// The same with a registry to report to.
  ///
  /// @param where the registry
  /// @return the changed parameters
  public RpcServiceParameters registry(ServiceRegistry where) {
    return with(draft -> draft.registry = Optional.of(where));
  }

  private RpcServiceParameters with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finished();
  }

  /// A copy that one thing is changed in.
  private static final class Draft {
    Optional<String> host;
    Optional<String> binary;
    String topicPrefix;
    Optional<String> topic;
    Optional<String> manager;
    List<Object> managerArguments;
    Optional<Duration> reportInterval;
    Optional<Duration> periodicInterval;
    Optional<Duration> periodicFuzzyDelay;
    String version;
    Optional<ServiceRegistry> registry;

    Draft(RpcServiceParameters from) {
      host = from.host;
      binary = from.binary;
      topicPrefix = from.topicPrefix;
      topic = from.topic;
      manager = from.manager;
      managerArguments = from.managerArguments;
      reportInterval = from.reportInterval;
      periodicInterval = from.periodicInterval;
      periodicFuzzyDelay = from.periodicFuzzyDelay;
      version = from.version;
      registry = from.registry;
    }

    RpcServiceParameters finished() {
      return new RpcServiceParameters(
          host,
          binary,
          topicPrefix,
          topic,
          manager,
          managerArguments,
          reportInterval,
          periodicInterval,
          periodicFuzzyDelay,
          version,
          registry);
    }
  }

  /// Finds out what was not said, from the options and the process.
  ///
  /// @throws IllegalArgumentException if no manager is named anywhere
  RpcServiceParameters withDefaults(Config config) {
    RpcServiceOptions options = config.get(RpcServiceOptions.class);
    String named = binary.or(options::binary).orElseGet(OwnNames::binary);
    String found = topic.orElseGet(() -> topicOf(named, topicPrefix));
    return new RpcServiceParameters(
        Optional.of(host.orElseGet(options::hostOrMachine)),
        Optional.of(named),
        topicPrefix,
        Optional.of(found),
        Optional.of(manager.orElseGet(() -> managerOf(found, config))),
        managerArguments,
        Optional.of(reportInterval.orElse(options.reportInterval())),
        Optional.of(periodicInterval.orElse(options.periodicInterval())),
        Optional.of(periodicFuzzyDelay.orElse(options.periodicFuzzyDelay())),
        version,
        registry);
  }

  static String topicOf(String binary, String prefix) {
    int at = prefix.isEmpty() ? -1 : binary.lastIndexOf(prefix);
    String rest = at < 0 ? binary : binary.substring(at + prefix.length());
    return rest.replaceFirst(".*/", "").replace('-', '_');
  }

  private static String managerOf(String topic, Config config) {
    String option = topic + "_manager";
    return config.options().stream()
        .filter(state -> state.section().equals(Group.DEFAULT) && state.name().equals(option))
        .filter(state -> !state.text().equals("<None>") && !state.text().isEmpty())
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no manager for the topic "
                    + topic
                    + ": name its class where the service is made, or set the option "
                    + option
                    + " of [DEFAULT], which the program has to declare"))
        .text();
  }
}
