package dev.perennial.rpc;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of every transport that is present, under the name that `oslo.messaging` has.
public final class RpcOptionProvider implements OptionProvider {

  /// For the service loader.
  public RpcOptionProvider() {}

  @Override
  public String namespace() {
    return "oslo.messaging";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return TransportProvider.optionGroups();
  }
}
