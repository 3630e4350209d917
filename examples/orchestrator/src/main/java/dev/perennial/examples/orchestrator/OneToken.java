package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.config.Secret;
import dev.perennial.http.Caller;
import dev.perennial.http.TokenValidator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/// One token for all, from the configuration.
///
/// @param right the token
record OneToken(Secret right) implements TokenValidator {

  private static final Caller OPERATOR = new Caller("operator", "", Set.of("admin"));

  /// @throws IllegalArgumentException if none is set
  static OneToken of(Config config) {
    return new OneToken(
        config
            .get(OrchestratorOptions.class)
            .apiToken()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "no token would be valid: set [orchestrator] api_token, or [DEFAULT]"
                        + " auth_strategy = noauth")));
  }

  // Every token takes as long, however much of it is right.
  @Override
  public Optional<Caller> validate(String token) {
    byte[] expected = right.reveal().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, token.getBytes(StandardCharsets.UTF_8))
        ? Optional.of(OPERATOR)
        : Optional.empty();
  }
}
