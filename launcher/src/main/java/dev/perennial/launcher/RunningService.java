package dev.perennial.launcher;

import java.util.List;

/// A service that serves.
///
/// @param name unique in the program
/// @param workers how many processes run it
/// @param addresses where it accepts connections, as text
public record RunningService(String name, int workers, List<String> addresses) {}
