package dev.perennial.service;

/// What a service has done and is doing.
///
/// @param requestsTotal requests answered since the process started
/// @param inFlight requests accepted and not yet answered
public record Activity(long requestsTotal, int inFlight) {

  /// Nothing done, nothing under way.
  public static final Activity NONE = new Activity(0, 0);

  /// Adds up the activity of two services.
  ///
  /// @param other the other one
  /// @return the sum
  public Activity plus(Activity other) {
    return new Activity(requestsTotal + other.requestsTotal, inFlight + other.inFlight);
  }
}
