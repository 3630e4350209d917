package dev.perennial.http;

/// Something that a service needs is not well, for a reason that whoever asks may read.
public final class UnhealthyException extends Exception {

  private static final long serialVersionUID = 1;

  /// Makes the exception.
  ///
  /// @param reason for strangers, such as `no conductor is up`
  public UnhealthyException(String reason) {
    super(reason, null, false, false);
  }
}
