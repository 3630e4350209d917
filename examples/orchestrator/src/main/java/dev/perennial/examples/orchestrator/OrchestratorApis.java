package dev.perennial.examples.orchestrator;

import dev.perennial.config.Group;
import dev.perennial.config.Inline;
import dev.perennial.daemon.ApiListen;

/// The options that the API has under its name, over those of all APIs: `orchestrator_listen`,
/// `orchestrator_listen_port` and `orchestrator_workers`.
@Group
record OrchestratorApis(@Inline(prefix = "orchestrator_") ApiListen orchestrator) {}
