package dev.perennial.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What the registry knows of a service.
///
/// @param key host and binary
/// @param topic where it listens for calls
/// @param version of the program that reported last
/// @param liveness whether it is taken for alive
/// @param enabled whether it should get new work; a service that is disabled goes on running
/// @param disabledReason why not, if somebody said so
/// @param forcedDown whether somebody has declared it down, whatever it reports
/// @param reports how many heartbeats there were
/// @param createdAt its first heartbeat, by the clock of the database
/// @param seenAt its last heartbeat, by the clock of the database
/// @param age how long ago that was, by the clock of the database
public record ServiceRecord(
    ServiceKey key,
    String topic,
    String version,
    Liveness liveness,
    boolean enabled,
    Optional<String> disabledReason,
    boolean forcedDown,
    long reports,
    Instant createdAt,
    Instant seenAt,
    Duration age) {}
