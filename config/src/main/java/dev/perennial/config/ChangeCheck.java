package dev.perennial.config;

/// Has a say before a change of a group comes into force.
///
/// @param <R> the record of the group
@FunctionalInterface
public interface ChangeCheck<R extends Record> {

  /// Accepts the change by returning, refuses it by throwing. Nothing has been switched yet, and
  /// one refusal keeps everything as it is. Called by the thread that prepares the change, perhaps
  /// for a change that somebody else refuses afterwards: so it looks, and does nothing.
  ///
  /// @param before the values in force
  /// @param after the values that would follow; their record has accepted them already
  /// @throws IllegalArgumentException to refuse, with a reason for the operator. [OptionConflict]
  ///   names the options, so that the message can name their places.
  void check(R before, R after);
}
