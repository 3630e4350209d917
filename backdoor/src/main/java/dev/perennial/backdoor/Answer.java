package dev.perennial.backdoor;

/// What a line got.
///
/// @param known whether it was a command at all
/// @param text for a person; may be empty
record Answer(boolean known, String text) {}
