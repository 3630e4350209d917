package dev.perennial.rpc;

import dev.perennial.config.Config;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Makes the transports of some URL schemes; found by [ServiceLoader].
public interface TransportProvider {

  /// The schemes that it serves, in lower case.
  ///
  /// @return at least one
  Set<String> schemes();

  /// The option records that its transports read besides [RpcOptions].
  ///
  /// @return the records; none unless overridden
  default List<Class<? extends Record>> groups() {
    return List.of();
  }

  /// Opens a transport.
  ///
  /// @param url where to
  /// @param config has the groups of this provider
  /// @return the transport, not connected yet
  /// @throws InvalidUrlException if the URL asks for what the transport cannot do
  Transport open(TransportUrl url, Config config);

  /// Opens a transport for the training run of the AOT cache: one that does what [#open] leads to
  /// as far as that is possible, but ends within this process, so that no broker hears of it.
  ///
  /// @param url as in [#open]
  /// @param config as in [#open]
  /// @return the transport; one in memory unless overridden
  default Transport openForTraining(TransportUrl url, Config config) {
    return new MemoryTransport(MemoryBus.named("memory://training"), config.get(RpcOptions.class));
  }

  /// The option records of every transport that is present, for a program to register.
  ///
  /// @return [RpcOptions] and those of the providers
  static List<Class<? extends Record>> optionGroups() {
    return Stream.concat(
            Stream.<Class<? extends Record>>of(RpcOptions.class, NotificationOptions.class),
            present().flatMap(provider -> provider.groups().stream()))
        .distinct()
        .toList();
  }

  /// The provider of a scheme.
  ///
  /// @param scheme in lower case
  /// @return the provider
  /// @throws InvalidUrlException if there is none, naming those that are present
  static TransportProvider forScheme(String scheme) {
    return present()
        .filter(provider -> provider.schemes().contains(scheme))
        .findFirst()
        .orElseThrow(() -> new InvalidUrlException(unknown(scheme)));
  }

  private static Stream<TransportProvider> present() {
    return ServiceLoader.load(TransportProvider.class).stream().map(ServiceLoader.Provider::get);
  }

  private static String unknown(String scheme) {
    Set<String> known = new TreeSet<>();
    present().forEach(provider -> known.addAll(provider.schemes()));
    return "transport_url: no transport '" + scheme + "' is present; there are " + known;
  }
}
