package dev.perennial.http;

import java.util.Optional;

/// Finds out whom a token belongs to. For many threads at once.
@FunctionalInterface
public interface TokenValidator {

  /// Checks one token.
  ///
  /// @param token as the client sent it; a secret, which must not be logged
  /// @return who it is, or nothing if the token is not valid
  /// @throws Exception if that cannot be found out; the client gets 500
  Optional<Caller> validate(String token) throws Exception;
}
