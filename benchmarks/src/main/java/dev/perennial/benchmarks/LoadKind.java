package dev.perennial.benchmarks;

/// How the clients of a reload behave.
///
/// @param name in tables
/// @param keepsAlive whether a client keeps its connection until it is told to close it; otherwise
///   each request has a connection of its own
/// @param longestThinkMillis the longest pause before a request; each is random. Zero never pauses,
///   so that the machine has not a moment to spare
record LoadKind(String name, boolean keepsAlive, int longestThinkMillis) {

  static final int CLIENTS = 32;

  static final LoadKind KEPT = new LoadKind("kept", true, 20);
  static final LoadKind ONE_SHOT = new LoadKind("one-shot", false, 20);
  static final LoadKind KEPT_SATURATED = new LoadKind("kept, saturated", true, 0);

  String about() {
    return "%s: %d clients, %s, pausing %s before each request"
        .formatted(
            name,
            CLIENTS,
            keepsAlive ? "connections are kept" : "a connection for each request",
            longestThinkMillis == 0 ? "never" : "0 to " + longestThinkMillis + " ms");
  }
}
