package dev.perennial.rpc;

import dev.perennial.service.BusConnection;
import java.util.List;
import java.util.Optional;

/// What a transport holds at one moment.
///
/// @param connected whether it has every connection that it needs now
/// @param blocked why the broker takes no messages at present; empty when it does
/// @param waitingCalls calls that wait for a reply
/// @param reconnects how often a connection was established again
/// @param lateReplies replies that came when nobody waited any more, or twice
/// @param malformed messages that could not be read and were refused
/// @param expired requests that were dropped because their caller had given up
/// @param duplicates requests that were recognised as delivered before and dropped
/// @param connections those to the broker that were needed so far; none where there is no broker
public record TransportStatus(
    boolean connected,
    Optional<String> blocked,
    int waitingCalls,
    long reconnects,
    long lateReplies,
    long malformed,
    long expired,
    long duplicates,
    List<BusConnection> connections) {}
