package dev.perennial.examples.orchestrator;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of both programs, `orchestrator`.
public final class OrchestratorOptionProvider implements OptionProvider {

  /// For the service loader.
  public OrchestratorOptionProvider() {}

  @Override
  public String namespace() {
    return "orchestrator";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(OrchestratorOptions.class);
  }
}
