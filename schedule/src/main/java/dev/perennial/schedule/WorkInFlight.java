package dev.perennial.schedule;

import java.time.Duration;
import java.util.Optional;

/// Something that was begun and has not ended, as an operator sees it.
///
/// @param kind in a word or two, such as `request`, `call` or `task`
/// @param what is done, in a line and without secrets, such as `GET /v1/vnf_instances`
/// @param id by which logs know it; that of the request as a rule
/// @param age how long ago it was begun
/// @param thread that works on it, or waits for its end; nothing if none does at the moment
public record WorkInFlight(
    String kind, String what, Optional<String> id, Duration age, Optional<Thread> thread) {}
