package dev.perennial.rpc;

import java.util.List;
import java.util.Optional;

/// Where a message goes, or where a server listens.
///
/// A server needs a topic and a server name; a client a topic. Start with [#of(String)] and add
/// what is needed:
///
/// ```java
/// Target.of("conductor").withServer("host-1").withVersion("1.2")
/// ```
///
/// @param exchange the scope in which topics are unique; empty means the option `control_exchange`
/// @param topic the kind of server, several of which may share the work
/// @param server one server of the topic, usually the name of its host
/// @param namespace the group of methods; empty is a group of its own
/// @param version the version that a message needs, `major.minor`; empty counts as 1.0
/// @param fanout whether a message goes to every server of the topic
public record Target(
    Optional<String> exchange,
    Optional<String> topic,
    Optional<String> server,
    Optional<String> namespace,
    Optional<String> version,
    boolean fanout) {

  /// Checks that no part is an empty text, and that the version is one.
  ///
  /// @throws InvalidTargetException naming the part
  public Target {
    requireText("exchange", exchange);
    requireText("topic", topic);
    requireText("server", server);
    version.ifPresent(ApiVersion::parse);
  }

  /// A target with a topic and nothing else.
  ///
  /// @param topic the topic
  /// @return the target
  public static Target of(String topic) {
    Optional<String> unset = Optional.empty();
    return new Target(unset, Optional.of(topic), unset, unset, unset, false);
  }

  /// The same in another exchange.
  ///
  /// @param name the exchange
  /// @return the changed target
  public Target withExchange(String name) {
    return new Target(Optional.of(name), topic, server, namespace, version, fanout);
  }

  /// The same with another topic.
  ///
  /// @param name the topic
  /// @return the changed target
  public Target withTopic(String name) {
    return new Target(exchange, Optional.of(name), server, namespace, version, fanout);
  }

  /// The same for one server only.
  ///
  /// @param name the server
  /// @return the changed target
  public Target withServer(String name) {
    return new Target(exchange, topic, Optional.of(name), namespace, version, fanout);
  }

  /// The same with methods of a namespace.
  ///
  /// @param name the namespace
  /// @return the changed target
  public Target withNamespace(String name) {
    return new Target(exchange, topic, server, Optional.of(name), version, fanout);
  }

  /// The same with another version.
  ///
  /// @param text `major.minor` or `major.minor.revision`
  /// @return the changed target
  public Target withVersion(String text) {
    return new Target(exchange, topic, server, namespace, Optional.of(text), fanout);
  }

  /// The same for every server of the topic, or for any one of them.
  ///
  /// @param every whether a message goes to every server
  /// @return the changed target
  public Target withFanout(boolean every) {
    return new Target(exchange, topic, server, namespace, version, every);
  }

  /// The topic, which every message and every server needs.
  ///
  /// @return the topic
  /// @throws InvalidTargetException if there is none
  public String requireTopic() {
    return topic.orElseThrow(() -> new InvalidTargetException("a topic is needed", this));
  }

  /// The server, which every server needs.
  ///
  /// @return the name of the server
  /// @throws InvalidTargetException if there is none
  public String requireServer() {
    return server.orElseThrow(() -> new InvalidTargetException("a server name is needed", this));
  }

  @Override
  public String toString() {
    List<String> parts =
        List.of(
            text("exchange", exchange),
            text("topic", topic),
            text("server", server),
            text("namespace", namespace),
            text("version", version),
            fanout ? " fanout" : "");
    return "target" + String.join("", parts);
  }

  private void requireText(String part, Optional<String> value) {
    if (value.filter(String::isEmpty).isPresent()) {
      throw new InvalidTargetException("the " + part + " of a target must not be empty");
    }
  }

  private static String text(String part, Optional<String> value) {
    return value.map(text -> " " + part + "=" + text).orElse("");
  }
}
