package dev.perennial.http;

import java.util.Map;

/// Where the name of a section or of a factory is used.
///
/// @param global the global values there
/// @param place where the name is written
/// @param trail the sections on the way there
record PasteOrigin(Map<String, String> global, PastePlace place, PasteTrail trail) {}
