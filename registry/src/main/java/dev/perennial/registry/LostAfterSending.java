package dev.perennial.registry;

import java.sql.Connection;
import java.sql.SQLException;

/// A connection that was lost with something under way that nobody takes back.
final class LostAfterSending extends SQLException {

  private static final long serialVersionUID = 1;

  private LostAfterSending(SQLException cause) {
    super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
  }

  /// Does what takes effect at once, and so may have done so when the connection is lost.
  static <T> T unlessDone(Connection connection, Database.Work<T> work) throws SQLException {
    try {
      return work.run(connection);
    } catch (SQLException failure) {
      throw isLoss(failure) ? new LostAfterSending(failure) : failure;
    }
  }

  // 08: connection; 57P0n: the server ends. Any other state is an answer of the server.
  private static boolean isLoss(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P0"));
  }
}
