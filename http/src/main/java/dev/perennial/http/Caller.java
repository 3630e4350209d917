package dev.perennial.http;

import java.util.Set;

/// Who sent a request, as a [TokenValidator] has found out. A handler behind a [TokenFilter] gets
/// it by `request.attachment(Caller.class)`.
///
/// @param userId never blank
/// @param projectId empty for a caller without a project
/// @param roles what the caller may do
public record Caller(String userId, String projectId, Set<String> roles) {

  /// Checks and copies.
  public Caller {
    if (userId.isBlank()) {
      throw new IllegalArgumentException("a caller needs a user id");
    }
    roles = Set.copyOf(roles);
  }
}
