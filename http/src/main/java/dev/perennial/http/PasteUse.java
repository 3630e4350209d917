package dev.perennial.http;

import java.util.Map;
import java.util.Optional;

/// How a section uses another one, by `use`.
///
/// @param global what it adds to the values of `[DEFAULT]`
/// @param local what it adds to the values of the other
/// @param file the file of the section that was asked for first, which a factory gets to see
/// @param place of the section that uses the other
record PasteUse(
    Map<String, String> global,
    Map<String, String> local,
    Optional<String> file,
    PastePlace place) {}
