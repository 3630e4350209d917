package dev.perennial.rpc;

import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// The terms on which a transport sends one message.
///
/// @param deadline when the sender gives up; covers connecting, publishing and waiting for a reply
/// @param monitor how long the caller of a call waits for a sign of life of the method; empty means
///   that only the deadline counts
/// @param mandatory whether it is an error when nobody listens
/// @param retries how often sending is tried again after a failure; empty means until the deadline
public record Delivery(
    Deadline deadline, Optional<Duration> monitor, boolean mandatory, OptionalInt retries) {}
