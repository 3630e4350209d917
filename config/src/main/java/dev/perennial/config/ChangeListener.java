package dev.perennial.config;

/// Is told of a change of a group after it has come into force.
///
/// @param <R> the record of the group
@FunctionalInterface
public interface ChangeListener<R extends Record> {

  /// Follows the change. Listeners are called one after the other, in the order in which they came,
  /// by the thread that commits: it waits for them, so work that takes long belongs to another
  /// thread.
  ///
  /// @param before the values that were in force
  /// @param after the values in force now
  /// @throws Exception if it cannot follow. That is named in the result and in the log, takes
  ///   nothing back, and keeps no other listener from being called.
  void changed(R before, R after) throws Exception;
}
