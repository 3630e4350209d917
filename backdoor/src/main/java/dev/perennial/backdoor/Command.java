package dev.perennial.backdoor;

import java.util.Optional;

/// Something that can be asked for in a session.
///
/// @param form how it is written
/// @param meaning in a few words
/// @param action what it does
record Command(String form, String meaning, Action action) {

  /// What a command does.
  @FunctionalInterface
  interface Action {
    /// @return the answer, for a person
    /// @throws Refusal if it cannot be done, in words for a person
    /// @throws Exception if it failed
    String run(Optional<String> argument) throws Exception;
  }
}
