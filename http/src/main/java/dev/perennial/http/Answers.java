package dev.perennial.http;

import java.util.Optional;

/// What answers the requests of a server.
///
/// @param handler answers, unless there is a handler that never waits
/// @param nonBlocking answers in its place
/// @param health answers what is asked about the server itself
record Answers(
    SafeHandler handler, Optional<NonBlockingHandler> nonBlocking, Optional<HealthPaths> health) {}
