package dev.perennial.daemon;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of `tacker.service` that an RPC service has.
public final class RpcServiceOptionProvider implements OptionProvider {

  /// For the service loader.
  public RpcServiceOptionProvider() {}

  @Override
  public String namespace() {
    return "tacker.service";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(RpcServiceOptions.class);
  }
}
